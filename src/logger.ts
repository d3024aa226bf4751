import { Writable } from "node:stream";
import { type Logger as Pino, pino, stdSerializers } from "pino";
import { PinoPretty } from "pino-pretty";
import { StoreError } from "./errors.ts";

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Logger = Pick<Pino, "debug" | "info" | "warn" | "error">;

// Tokens have a form: whatever writes one into a line by accident, it does not leave the process.
const secrets =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[.\w-]+|[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,}|\bhf_\w{8,}|hooks\.slack\.com\/\S+|(?:interactions|webhooks)\/\d+\/[\w-]+|Bearer\s+\S+/g;

/** A text without anything that looks like a token. */
export function withoutSecrets(text: string): string {
  return text.replace(secrets, "[secret]");
}

/** What is wrong with the file says what to do, again and again until it is done; where it was noticed helps nobody. */
function describeError(error: Error): object {
  if (!(error instanceof StoreError)) return stdSerializers.err(error);
  const { cause } = error;
  return {
    type: error.name,
    message: error.message,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  };
}

/**
 * The log, on standard error: JSON lines, or coloured text where a person reads it.
 * @param pretty whether a person reads it
 */
export function createLogger(level: LogLevel, out: NodeJS.WritableStream, pretty: boolean): Logger {
  const clean = new Writable({
    write(line, _encoding, done) {
      out.write(withoutSecrets(String(line)));
      done();
    },
  });
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    pretty ? PinoPretty({ destination: clean }) : clean,
  );
}
