import type { Person } from "../../src/chat/incoming.ts";

/** Somebody of the team that a scene is about; `id` is what stands behind the team in their id. */
export const person = (name: string, id = name.toLowerCase()): Person => ({ id: `test:team/${id}`, name });

/** Whoever asks in a scene where nobody else is named. */
export const ana = person("Ana");
export const li = person("Li");
