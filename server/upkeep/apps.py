from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "server.upkeep"
    label = "upkeep"
