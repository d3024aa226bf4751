import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { reasonOf } from "../errors.ts";

/** Bytes: what unpacks to more is no answer of papers, and JavaScript has no longer text. */
const longest = 500_000_000;

/** A file's bytes cannot be read as text; the message names what they are, for the middle of a sentence. */
export class UnreadableBytes extends Error {
  override readonly name = "UnreadableBytes";
}

/** The text of a file that may be packed with gzip or Zstandard, and in UTF-8 or UTF-16. @throws UnreadableBytes */
export function textOfBytes(bytes: Uint8Array): string {
  const plain = unpack(bytes);
  if (plain.length === 0) throw new UnreadableBytes("is empty");
  if (begins(plain, 0xff, 0xfe, 0, 0) || begins(plain, 0, 0, 0xfe, 0xff))
    throw new UnreadableBytes("is text in UTF-32, which is not read");
  const text = new TextDecoder(encodingOf(plain)).decode(plain);
  // No text holds it, and a document of an office program does.
  if (text.includes("\0")) throw new UnreadableBytes("is not text");
  return text;
}

function unpack(bytes: Uint8Array): Uint8Array {
  const options = { maxOutputLength: longest };
  try {
    if (begins(bytes, 0x1f, 0x8b)) return gunzipSync(bytes, options);
    if (begins(bytes, 0x28, 0xb5, 0x2f, 0xfd)) return zstdDecompressSync(bytes, options);
  } catch (cause) {
    throw new UnreadableBytes(`is packed and cannot be unpacked (${reasonOf(cause)})`, { cause });
  }
  if (begins(bytes, 0x50, 0x4b, 3, 4))
    throw new UnreadableBytes("is a zip archive, which has to be unpacked first");
  if (begins(bytes, 0x42, 0x5a, 0x68) || begins(bytes, 0xfd, 0x37, 0x7a))
    throw new UnreadableBytes("is packed in a way that is not read, and has to be unpacked first");
  return bytes;
}

/** By its byte order mark; without one by where the noughts of ASCII's signs stand. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (begins(bytes, 0xff, 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  return begins(bytes, 0xfe, 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8";
}

function begins(bytes: Uint8Array, ...signs: readonly number[]): boolean {
  return signs.every((sign, i) => bytes[i] === sign);
}
