import type { z } from "zod";

/** An answer of Discord's that is an error. */
export class DiscordProblem extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): object {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

/** docs.discord.com/developers/topics/opcodes-and-status-codes, as far as the bot can meet them. */
const known = {
  unauthorized: [401, 0, "401: Unauthorized"],
  notFound: [404, 0, "404: Not Found"],
  unknownChannel: [404, 10003, "Unknown Channel"],
  unknownGuild: [404, 10004, "Unknown Guild"],
  unknownMember: [404, 10007, "Unknown Member"],
  unknownMessage: [404, 10008, "Unknown Message"],
  unknownUser: [404, 10013, "Unknown User"],
  unknownEmoji: [400, 10014, "Unknown Emoji"],
  unknownWebhook: [404, 10015, "Unknown Webhook"],
  unknownInteraction: [404, 10062, "Unknown interaction"],
  tooManyReactions: [400, 30010, "Maximum number of reactions reached (20)"],
  tooLarge: [413, 40005, "Request entity too large"],
  alreadyCrossposted: [400, 40033, "This message has already been crossposted."],
  alreadyAnswered: [400, 40060, "Interaction has already been acknowledged."],
  missingAccess: [403, 50001, "Missing Access"],
  notInDirectMessages: [400, 50003, "Cannot execute action on a DM channel"],
  notYours: [403, 50005, "Cannot edit a message authored by another user"],
  empty: [400, 50006, "Cannot send an empty message"],
  refusesMessages: [403, 50007, "Cannot send messages to this user"],
  noText: [400, 50008, "Cannot send messages in a non-text channel"],
  missingPermissions: [403, 50013, "Missing Permissions"],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type"],
  expiredToken: [401, 50027, "Invalid Webhook Token"],
  archived: [400, 50083, "Thread is archived"],
  locked: [400, 160005, "This thread is locked"],
  hasThread: [400, 160004, "A thread has already been created for this message"],
  noHistory: [400, 160002, "Cannot reply without permission to read message history"],
} as const satisfies Record<string, readonly [number, number, string]>;

export function problem(name: keyof typeof known): DiscordProblem {
  const [status, code, message] = known[name];
  return new DiscordProblem(status, code, message);
}

/** 50035, with each fault where it stands in the body. */
export function invalidForm(issues: readonly z.core.$ZodIssue[]): DiscordProblem {
  const errors: Record<string, unknown> = {};
  for (const issue of flattened(issues)) {
    let at = errors;
    for (const step of issue.path) at = child(at, String(step));
    const said = ("params" in issue ? issue.params?.code : undefined) ?? issue.code.toUpperCase();
    at._errors = [...((at._errors as unknown[]) ?? []), { code: said, message: issue.message }];
  }
  return new DiscordProblem(400, 50035, "Invalid Form Body", errors);
}

export function invalid(path: readonly string[], message: string): DiscordProblem {
  return invalidForm([{ code: "custom", path: [...path], message, input: undefined }]);
}

/** What is wrong within a union stands in the branch that came closest, the one with the fewest faults. */
function flattened(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const [closest = []] = [...issue.errors].sort((a, b) => a.length - b.length);
    return flattened(closest.map((each) => ({ ...each, path: [...issue.path, ...each.path] })));
  });
}

function child(of: Record<string, unknown>, name: string): Record<string, unknown> {
  const found = (of[name] ?? {}) as Record<string, unknown>;
  of[name] = found;
  return found;
}
