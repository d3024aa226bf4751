import { cite } from "./cite.ts";
import type { Command } from "./command.ts";
import { done, note, undone } from "./done.ts";
import { exportSaves } from "./export.ts";
import { forget } from "./forget.ts";
import { help } from "./help.ts";
import { hot } from "./hot.ts";
import { page } from "./page.ts";
import { pause, resume } from "./pause.ts";
import { date, month, today, week } from "./period.ts";
import { preview } from "./preview.ts";
import { related } from "./related.ts";
import { save, unsave } from "./save.ts";
import { saved } from "./saved.ts";
import { search } from "./search.ts";
import { settings } from "./settings.ts";
import { share } from "./share.ts";
import { show } from "./show.ts";
import { status } from "./status.ts";
import { subscribe, unsubscribe } from "./subscribe.ts";

import { watch } from "./watch.ts";

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
  saved,
  done,
  note,
  hot,
  exportSaves,
  watch,
  subscribe,
  unsubscribe,
  pause,
  resume,
  preview,
  settings,
  status,
  forget,
  help,
  page,
  share,
  cite,
  undone,
];
