// Checking a lease in JavaScript (Node 18 or newer; nothing to install). The same order of belief as
// memo_editor/lease.py: pinned root -> key statement -> lease -> proof of the device.
// `node check_lease.mjs < question.json` prints what is allowed, or why nothing is.

import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const LEASE = "seatkeeper-lease+jwt", KEYS = "seatkeeper-keys+jwt", PROOF = "seatkeeper-proof+jwt";
const MORE = ["crit", "jwk", "jku", "x5c", "x5u"];

class NotBelieved extends Error {}

function bytes(text) {
  const data = Buffer.from(text, "base64url");
  if (data.toString("base64url") !== text) throw new NotBelieved("damaged"); // one right form
  return data;
}

// JSON.parse takes the last of two members of one name; the server never signs two, and the
// signature covers the bytes, so this differs from the Python example only for what we signed.
function object(part) {
  let value;
  try { value = JSON.parse(bytes(part).toString("utf8")); } catch { throw new NotBelieved("damaged"); }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new NotBelieved("damaged");
  return value;
}

function header(token, typ) {
  if (typeof token !== "string" || token.length > 16384 || token.split(".").length !== 3)
    throw new NotBelieved("not a token");
  const said = object(token.split(".")[0]);
  if (said.alg !== "EdDSA" || said.typ !== typ) throw new NotBelieved("a token of another kind");
  if (MORE.some((name) => name in said)) throw new NotBelieved("a header that asks for more");
  return said;
}

function verified(token, x) {
  if (!x) throw new NotBelieved("signed by a key that nobody knows");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const cut = token.lastIndexOf(".");
  if (!verify(null, Buffer.from(token.slice(0, cut)), key, bytes(token.slice(cut + 1))))
    throw new NotBelieved("the signature is wrong");
  return object(token.split(".")[1]);
}

export function thumbprint(x) { // RFC 7638
  return createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url");
}

export function readKeys(token, pinned, atLeast = 0) {
  const { kid } = header(token, KEYS);
  const keys = verified(token, pinned.roots.find((root) => thumbprint(root) === kid));
  if (keys.iss !== pinned.issuer) throw new NotBelieved("keys of another vendor");
  if (!Number.isInteger(keys.version) || keys.version < atLeast) throw new NotBelieved("an older list of keys");
  return keys;
}

export function readLease(token, keys, pinned) {
  const { kid } = header(token, LEASE);
  if (keys.revoked.includes(kid)) throw new NotBelieved("signed by a key that was revoked");
  const key = keys.keys.find((one) => one.kid === kid && one.kty === "OKP" && one.crv === "Ed25519");
  const lease = verified(token, key?.x);
  if (lease.iss !== pinned.issuer || lease.aud !== pinned.product) throw new NotBelieved("a lease for another product");
  if (!Array.isArray(lease.allow)) throw new NotBelieved("a lease that lacks something");
  if (lease.bound !== true && !Number.isInteger(lease.exp)) throw new NotBelieved("a lease without an end");
  return lease;
}

export function checkProof(token, challenge, lease, pinned) {
  header(token, PROOF);
  const said = object(token.split(".")[1]);
  if (thumbprint(said.public_key) !== lease.cnf?.jkt) throw new NotBelieved("another computer's key");
  if (said.challenge !== challenge || said.product !== pinned.product)
    throw new NotBelieved("an answer to another question");
  verified(token, said.public_key);
}

export function allowed(lease, now = Date.now() / 1000) {
  return lease.bound === true || now < lease.exp ? lease.allow : []; // no leeway
}

if (process.argv[1]?.endsWith("check_lease.mjs")) {
  const { pinned, lease, keys, challenge, proof, now } = JSON.parse(readFileSync(0, "utf8"));
  try {
    const read = readLease(lease, readKeys(keys, pinned), pinned);
    checkProof(proof, challenge, read, pinned);
    console.log(JSON.stringify({ allow: allowed(read, now) }));
  } catch (error) {
    if (!(error instanceof NotBelieved)) throw error;
    console.log(JSON.stringify({ refused: error.message }));
  }
}
