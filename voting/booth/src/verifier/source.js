// A file read in slices: never more of it in memory than a slice and what is being looked at.

import { sha256 } from "@noble/hashes/sha2.js";

import { hexOf } from "../protocol/hashing.js";
import { ProtocolError } from "./refusal.js";

const SLICE = 1 << 20;

/** Reads a Blob or File, or anything with `size` and `slice(start, end)` whose slices have `arrayBuffer()`. */
export class Source {
  constructor(blob) {
    this.blob = blob;
    this.size = blob.size;
    this.start = 0;
    this.slice = new Uint8Array(0);
  }

  /** Up to `length` bytes at `place`; fewer at the end of the file. */
  async read(place, length) {
    const end = Math.min(place + length, this.size);
    if (place < this.start || end > this.start + this.slice.length) {
      this.start = place;
      const until = Math.min(Math.max(end, place + SLICE), this.size);
      this.slice = new Uint8Array(await this.blob.slice(place, until).arrayBuffer());
      if (this.slice.length !== Math.max(0, until - place)) throw new ProtocolError("archive-changed");
    }
    return this.slice.subarray(place - this.start, Math.max(place, end) - this.start);
  }

  /** The content of a record that was seen before. */
  async readAgain({ place, size, name }) {
    const content = await this.read(place, size);
    if (sha256Of(content) !== name) throw new ProtocolError("archive-changed");
    return content;
  }
}

/** SHA-256 of `bytes` in hexadecimal. */
export function sha256Of(bytes) {
  return hexOf(sha256(bytes));
}

/** SHA-256 of `bytes` in Base64 without padding. */
export function base64Of(bytes) {
  return btoa(String.fromCharCode(...sha256(bytes))).replace(/=+$/, "");
}
