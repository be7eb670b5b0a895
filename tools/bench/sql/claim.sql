-- A place taken, then closed: two transactions that lock the pool first, and note the deed.
\set n random(0, :devices - 1)
\set id random(1, 2000000000)
BEGIN;
SELECT s.account_id, s.device_id, p.id AS place, p.pool_id AS pool
FROM accounts_session s JOIN seats_place p USING (account_id, device_id)
WHERE s.token_hash = bench_hash(:n) \gset
SELECT * FROM licenses_pool WHERE id = :pool FOR NO KEY UPDATE;
UPDATE seats_place
SET closed_at = NULL, closed_because = '', began_at = clock_timestamp(),
    last_contact_at = clock_timestamp(), seat = lpad(:n || 'x' || :id, 22, 's'),
    lease_exp = date_trunc('second', clock_timestamp() + interval '2 hours'),
    previous_jti = lease_jti, lease_jti = lpad((:id)::text, 22, 'j'),
    counts_as = 'members', due = clock_timestamp() + interval '8 hours'
WHERE id = :place;
UPDATE licenses_pool SET members = members + 1 WHERE id = :pool;
INSERT INTO journal_entry (at, role, act, actor_id, account_id, license_id, seat, reason, details)
VALUES (clock_timestamp(), 'account', 'seat-taken', :account_id, :account_id, '', '', '', '{}');
COMMIT;
BEGIN;
SELECT s.account_id, s.device_id, p.id AS place, p.pool_id AS pool
FROM accounts_session s JOIN seats_place p USING (account_id, device_id)
WHERE s.token_hash = bench_hash(:n) \gset
SELECT * FROM licenses_pool WHERE id = :pool FOR NO KEY UPDATE;
UPDATE seats_place
SET closed_at = clock_timestamp(), closed_because = 'closed', counts_as = '', due = NULL
WHERE id = :place;
UPDATE licenses_pool SET members = members - 1 WHERE id = :pool;
INSERT INTO journal_entry (at, role, act, actor_id, account_id, license_id, seat, reason, details)
VALUES (clock_timestamp(), 'account', 'seat-closed', :account_id, :account_id, '', '', '', '{}');
COMMIT;
