/* The one step of checking a lease that C lacks: is this token signed by this key?
 * (cc check_signature.c -lcrypto; OpenSSL 1.1.1 or newer.) All others are string work on JSON, with
 * the JSON library that you have: the order and each condition stand in memo_editor/lease.py.
 *
 *   check_signature TOKEN KEY   exit code 0: KEY (raw Ed25519, base64url) signed TOKEN; 1: it did not
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define LONGEST 16384

static int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* Base64url without padding, in its one right form: no bits left over but zeros. Length, or -1. */
static int from_base64url(const char *text, size_t length, unsigned char *out, size_t room) {
    unsigned buffer = 0, bits = 0;
    size_t made = 0;
    if (length % 4 == 1) return -1;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0) return -1;
        buffer = (buffer << 6 | (unsigned)value) & 0xFFFF;
        bits += 6;
        if (bits >= 8) {
            if (made == room) return -1;
            bits -= 8;
            out[made++] = (unsigned char)(buffer >> bits);
        }
    }
    return buffer & ((1u << bits) - 1) ? -1 : (int)made;
}

static int is_signed_by(const char *token, const char *key) {
    unsigned char public_key[32], signature[64];
    const char *dot = strrchr(token, '.');
    int good = 0;
    if (!dot || strlen(token) > LONGEST) return 0;
    if (from_base64url(key, strlen(key), public_key, sizeof public_key) != 32) return 0;
    if (from_base64url(dot + 1, strlen(dot + 1), signature, sizeof signature) != 64) return 0;
    EVP_PKEY *made = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (made && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, made) == 1)
        good = EVP_DigestVerify(context, signature, 64, (const unsigned char *)token,
                                (size_t)(dot - token)) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(made);
    return good;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "check_signature TOKEN KEY\n");
        return 2;
    }
    return is_signed_by(words[1], words[2]) ? 0 : 1;
}
