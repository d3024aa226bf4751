import type { Command } from "./command.ts";
import { help } from "./help.ts";
import { page } from "./page.ts";
import { date, month, today, week } from "./period.ts";
import { related } from "./related.ts";
import { save, unsave } from "./save.ts";
import { search } from "./search.ts";
import { show } from "./show.ts";
import { status } from "./status.ts";

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  today,
  week,
  month,
  date,
  search,
  show,
  related,
  save,
  unsave,
  status,
  help,
  page,
];
