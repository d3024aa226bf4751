import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { reasonOfFile, UsageError } from "../errors.ts";

export interface EnvFile {
  /** What is set, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** The first words of lines that set nothing, for they have no "=". */
  readonly bare: readonly string[];
}

/**
 * Reads the file .env as any editor writes it; nothing where there is none.
 * @throws UsageError that says why it cannot be read and what to do, and nothing of what is in it
 */
export function readEnvFile(file: string): EnvFile {
  if (!existsSync(file)) return { values: {}, bare: [] };
  return parseFile(file, decode(file, read(file)));
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(
      `The file ${file} cannot be read (${reasonOfFile(cause)}). Fix it, or move it away.`,
      {
        cause,
      },
    );
  }
}

/** PowerShell writes UTF-16, and Notepad a mark in front of any encoding. */
function decode(file: string, bytes: Buffer): string {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (!text.includes("\0")) return text;
  throw new UsageError(
    `The file ${file} is not plain text, or it is in an encoding such as UTF-32. Save it as UTF-8.`,
  );
}

function encodingOf(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  // Without a mark, a file of settings is known by the zeros beside its letters.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

function parseFile(file: string, text: string): EnvFile {
  // Lines of old editors end with CR alone; files that were put together have marks inside.
  const lines = text.replace(/\r\n?/g, "\n").replace(/^\uFEFF/gm, "");
  const values = Object.fromEntries(
    Object.entries(parseEnv(lines)).map(([name, value = ""]) => [name, value]),
  );
  const damaged = Object.keys(values).filter((name) => values[name]?.includes("\uFFFD"));
  if (damaged.length > 0)
    throw new UsageError(
      `The file ${file} is not in UTF-8, so ${damaged.join(", ")} cannot be read. Save it as UTF-8.`,
    );
  const bare = [...lines.matchAll(/^\s*(?:export\s+)?(\w+)[^=\n]*$/gm)].map(([, word = ""]) => word);
  return { values, bare };
}
