// SHA-256 as the protocol uses it: fingerprints, trackers, and the bytes that challenges are made of.

import { sha256 } from "@noble/hashes/sha2.js";

const encoder = new TextEncoder();

/** SHA-256 of `text` in UTF-8, 32 bytes. */
export function digest(text) {
  return sha256(encoder.encode(text));
}

/** Lower-case hexadecimal digits of `bytes`. */
export function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 of `text` in hexadecimal: the form of file checksums. */
export function sha256Hex(text) {
  return hexOf(digest(text));
}

/** SHA-256 of `text` in Base64 without padding: a fingerprint or a tracker (specification, 4.10 and 4.17). */
export function base64Unpadded(text) {
  return btoa(String.fromCharCode(...digest(text))).replace(/=+$/, "");
}
