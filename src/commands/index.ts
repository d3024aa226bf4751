import { pause, resume } from "./channel/pause.ts";
import { preview } from "./channel/preview.ts";
import { settings } from "./channel/settings.ts";
import { status } from "./channel/status.ts";
import { subscribe, unsubscribe } from "./channel/subscribe.ts";
import type { Command } from "./command.ts";
import { help } from "./help.ts";
import { done, note, undone } from "./library/done.ts";
import { exportSaves } from "./library/export.ts";
import { forget } from "./library/forget.ts";
import { hot } from "./library/hot.ts";
import { save, unsave } from "./library/save.ts";
import { saved } from "./library/saved.ts";
import { share } from "./library/share.ts";
import { watch } from "./library/watch.ts";
import { page } from "./page.ts";
import { cite } from "./papers/cite.ts";
import { date, month, today, week } from "./papers/period.ts";
import { related } from "./papers/related.ts";
import { search } from "./papers/search.ts";
import { show } from "./papers/show.ts";

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
