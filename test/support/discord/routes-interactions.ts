import { z } from "zod";
import { flags } from "./bodies.ts";
import { botId } from "./ids.ts";
import type { Interaction } from "./interactions.ts";
import { modal } from "./modals.ts";
import { announce, edit, type GivenFile, type Office, read, readMessage, written } from "./office.ts";
import { invalid, problem } from "./problem.ts";
import { type Asked, withoutToken } from "./route.ts";
import { named } from "./strings.ts";
import type { DiscordMessage, Json } from "./types.ts";
import { wireMessage } from "./wire.ts";

const callback = z.strictObject({ type: z.literal([4, 5, 6, 7, 8, 9]), data: z.looseObject({}).optional() });
type Callback = z.output<typeof callback>;

/** Which callbacks answer what: commands, components, autocomplete, modals. */
const fitting: Readonly<Record<Interaction["kind"], readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};

const promise = z.strictObject({ flags: z.literal([0, flags.ephemeral]).nullish() }).optional();
const nothing = z.strictObject({ flags: z.literal(0).nullish() }).optional();
const choices = z.strictObject({
  choices: z
    .array(
      z.strictObject({
        name: named(100),
        value: z.union([named(100), z.number()]),
        name_localizations: z.record(z.string(), named(100)).nullish(),
      }),
    )
    .max(25),
});

export const interactionRoutes = withoutToken({
  "POST /interactions/:id/:token/callback": (asked, office) => {
    const interaction = office.interactions.unanswered(asked.ids[0], asked.ids[1]);
    const given = read(callback, asked.body);
    const isOfMessage = interaction.kind !== 5 || interaction.on !== undefined;
    if (!fitting[interaction.kind].includes(given.type) || (!isOfMessage && [6, 7].includes(given.type)))
      throw invalid(["type"], `${given.type} is no answer to ${interaction.label}`);
    const { message, data } = acknowledge(office, interaction, given, asked.files);
    const after = Date.now() - interaction.startedAt;
    interaction.acks.push({ type: given.type, data, after });
    if (message && !interaction.isLoading) interaction.answers.push(message);
    interaction.settle();
    return asked.query.with_response === "true" ? responseOf(office, interaction, given, message) : undefined;
  },

  "GET /webhooks/:app/:token/messages/@original": ({ ids: [, token] }, office) =>
    wireMessage(office.world, originalOf(office, office.interactions.answered(token))),

  "PATCH /webhooks/:app/:token/messages/@original": ({ ids: [, token], body, files }, office) => {
    const interaction = office.interactions.answered(token);
    return edited(office, interaction, originalOf(office, interaction), body, files);
  },

  "DELETE /webhooks/:app/:token/messages/@original": ({ ids: [, token] }, office) => {
    office.world.remove(originalOf(office, office.interactions.answered(token)));
    return undefined;
  },

  "GET /webhooks/:app/:token/messages/:id": (asked, office) =>
    wireMessage(office.world, own(asked, office).message),

  "PATCH /webhooks/:app/:token/messages/:id": (asked, office) => {
    const { message, interaction } = own(asked, office);
    return edited(office, interaction, message, asked.body, asked.files);
  },

  "DELETE /webhooks/:app/:token/messages/:id": (asked, office) => {
    office.world.remove(own(asked, office).message);
    return undefined;
  },

  "POST /webhooks/:app/:token": ({ ids: [, token], body, files }, office) => {
    const interaction = office.interactions.answered(token);
    if (interaction.isLoading) {
      // Documented as deprecated: it then fills the promised answer, and its own ephemeral flag counts for nothing.
      office.refused.push(`a follow-up to ${interaction.label} before its promised answer`);
      return edited(office, interaction, originalOf(office, interaction), unflagged(body), files);
    }
    const made = say(office, interaction, body, files);
    interaction.answers.push(made);
    return wireMessage(office.world, made);
  },
});

function acknowledge(
  office: Office,
  interaction: Interaction,
  { type, data }: Callback,
  files: readonly GivenFile[],
): { message?: DiscordMessage; data: Json | undefined } {
  if (type === 8) return { data: readChoices(data) };
  if (type === 9) return { data: read(modal, data) as Json };
  if (type === 5) {
    const made = promised(office, interaction, read(promise, data)?.flags ?? 0);
    return { message: made, data };
  }
  if (type === 4) {
    const made = say(office, interaction, data ?? {}, files);
    interaction.original = made.id;
    return { message: made, data };
  }
  interaction.original = interaction.on?.id;
  if (type === 7) return { message: edit(office, originalOf(office, interaction), data ?? {}, files), data };
  read(nothing, data);
  return { data };
}

function readChoices(given: unknown): Json {
  const { choices: found } = read(choices, given);
  return { choices: found };
}

/** "Paperboy is thinking": a message that waits for its words. */
function promised(office: Office, interaction: Interaction, given: number): DiscordMessage {
  const made = office.world.add({
    ...{ channelId: interaction.place.id, authorId: botId, interactionId: interaction.id },
    flags: flags.loading | given,
    ...((given & flags.ephemeral) !== 0 && { ephemeralTo: interaction.user }),
  });
  interaction.original = made.id;
  interaction.isLoading = true;
  announce(office, made, "CREATE");
  return made;
}

function say(
  office: Office,
  interaction: Interaction,
  given: unknown,
  files: readonly GivenFile[],
): DiscordMessage {
  const body = readMessage("answer", given, files);
  const isEphemeral = ((body.flags ?? 0) & flags.ephemeral) !== 0;
  const made = office.world.add({
    ...{ channelId: interaction.place.id, authorId: botId, interactionId: interaction.id },
    ...{ flags: body.flags ?? 0, ...written(body, files) },
    ...(isEphemeral && { ephemeralTo: interaction.user }),
  });
  announce(office, made, "CREATE");
  return made;
}

function edited(
  office: Office,
  interaction: Interaction,
  before: DiscordMessage,
  body: unknown,
  files: readonly GivenFile[],
): Json {
  const made = edit(office, before, body, files);
  if (before.id === interaction.original) interaction.isLoading = false;
  interaction.answers.push(made);
  return wireMessage(office.world, made);
}

function originalOf(office: Office, { original }: Interaction): DiscordMessage {
  const found = original === undefined ? undefined : office.world.byId(original);
  if (!found) throw problem("unknownMessage");
  return found;
}

/** A message that answers the interaction whose token was given. */
function own({ ids: [, token, id] }: Asked, office: Office) {
  const interaction = office.interactions.answered(token);
  const message = office.world.byId(id ?? "");
  if (!message) throw problem("unknownMessage");
  if (message.interactionId !== interaction.id && message.id !== interaction.original)
    throw problem("unknownMessage");
  return { interaction, message };
}

function unflagged(body: unknown): unknown {
  const { flags: given, ...rest } = z.looseObject({ flags: z.int().nullish() }).parse(body);
  return { ...rest, ...(given != null && { flags: given & flags.layout }) };
}

function responseOf(
  office: Office,
  interaction: Interaction,
  { type }: Callback,
  message?: DiscordMessage,
): object {
  const { id, kind, isLoading } = interaction;
  const named = message && {
    response_message_id: message.id,
    response_message_loading: isLoading,
    response_message_ephemeral: message.ephemeralTo !== undefined,
  };
  return {
    interaction: { id, type: kind, ...named },
    resource: { type, ...(message && { message: wireMessage(office.world, message) }) },
  };
}
