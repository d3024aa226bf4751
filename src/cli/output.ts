import { fchmodSync, fstatSync, writeSync } from "node:fs";
import { Writable } from "node:stream";

/**
 * Standard output, of which no byte is lost unheard. Where it is a file, Node's own stream takes a write that was cut, as on a disk that
 * becomes full, for a whole one.
 */
export function wholeOutput(out: NodeJS.WriteStream & { readonly fd: number }): NodeJS.WriteStream {
  if (!isFile(out.fd)) return out;
  const file = new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        writeAll(out.fd, chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return Object.assign(file, { fd: out.fd }) as unknown as NodeJS.WriteStream;
}

/** What to do about an output that could not be written; nothing where its reader left early, as in `paperboy ask "/papers week" | head`. */
export function sayUnwritten({ code, message }: NodeJS.ErrnoException): string | undefined {
  if (code === "EPIPE") return undefined;
  return code === "ENOSPC" || code === "EDQUOT"
    ? "The output is cut: the disk is full. Free some space, and try again."
    : `The output is cut: it cannot be written (${code ?? message}). Send it somewhere else, and try again.`;
}

/** Has a file that the shell just made for the output be read by this account alone, whatever the umask. */
export function keepOutputToOwner({ fd }: NodeJS.WriteStream & { readonly fd?: number }): void {
  if (fd === undefined || !isFile(fd) || fstatSync(fd).size > 0) return;
  try {
    fchmodSync(fd, 0o600);
  } catch {
    // It belongs to another account, which has decided.
  }
}

/** Whether what is open under a number is a plain file. */
function isFile(fd: number | undefined): boolean {
  try {
    return fd !== undefined && fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

function writeAll(fd: number, chunk: Buffer): void {
  for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done);
}
