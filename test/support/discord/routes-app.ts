import { type Command, commandList } from "./commands.ts";
import { applicationId, newId } from "./ids.ts";
import { type Office, read } from "./office.ts";
import { problem } from "./problem.ts";
import { type Asked, without, withToken } from "./route.ts";
import type { Json } from "./types.ts";
import { wireUser } from "./wire.ts";

/** A flag of the application: it may have the content of messages. Discord asks apps in over 100 guilds for the other one. */
const messageContentLimited = 1 << 19;

export const appRoutes = withToken({
  "GET /gateway/bot": (_, { base, options }) => ({
    url: base().replace("http", "ws"),
    shards: options.shards ?? 1,
    // With one at a time, as Discord has it for a small bot, shards would take five seconds each.
    session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 16 },
  }),

  "GET /applications/@me": (_, office) => application(office),
  "GET /oauth2/applications/@me": (_, office) => application(office),

  "GET /applications/:id/commands": (asked, { commands }) => {
    own(asked);
    return commands;
  },

  "PUT /applications/:id/commands": (asked, office) => {
    own(asked);
    without(asked.query);
    const given = read(commandList, asked.body);
    const known = new Map(office.commands.map((each) => [`${each.type} ${each.name}`, each.id]));
    office.registrations += 1;
    office.commands.splice(0, office.commands.length, ...given.map((each) => registered(each, known)));
    return office.commands;
  },
});

function own({ ids: [id] }: Asked): void {
  if (id !== applicationId) throw problem("missingAccess");
}

/** A command of the same name and type keeps its id. */
function registered(given: Command, known: ReadonlyMap<string, unknown>): Json {
  const type = given.type ?? 1;
  const id = known.get(`${type} ${given.name}`) ?? newId();
  const rest = { default_member_permissions: null, nsfw: false, description: "", ...given };
  return { ...rest, id, type, application_id: applicationId, version: newId() };
}

export function application({ world, options }: Pick<Office, "world" | "options">): Json {
  const flags = options.messageContent ? messageContentLimited : 0;
  return {
    ...{ id: applicationId, name: "Paperboy", icon: null, description: "", flags, bot: wireUser(world.bot) },
    ...{
      bot_public: true,
      bot_require_code_grant: false,
      hook: true,
      verify_key: "0".repeat(64),
      summary: "",
    },
    ...{ approximate_guild_count: world.guilds.size, redirect_uris: [], integration_types_config: { 0: {} } },
  };
}
