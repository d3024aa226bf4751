import { fullDay, type ListDay, shortDay } from "../calendar/days.ts";
import type { Button } from "../chat/message.ts";
import { paperCard, type Shown } from "../digest/card.ts";
import { UserError } from "../errors.ts";
import { newestListDay, type Paper } from "../model/paper.ts";
import type { Read, Reader } from "../store/library.ts";
import type { ListOwner, StoredList } from "../store/store.ts";
import type { Caller, CommandContext } from "./command.ts";

export const pageSize = 5;
/** Papers of a list that are kept: nobody turns two hundred pages. */
export const mostListed = 1000;

export interface ListAnswer extends Omit<StoredList, "size"> {
  /** What is true of this answer only, and not of its further pages: "Hugging Face was asked". */
  readonly aside?: string | undefined;
  /** What to say in place of cards where there are none. */
  readonly empty: string;
  /** The command that was asked, to name a page that exists. */
  readonly command: string;
}

/**
 * Answers with one page of a list, and keeps the whole of it, so that further pages, buttons and `#3` do not shift.
 * @throws UserError where the page is past the end
 */
export async function answerList(
  { empty, command, aside, ...list }: ListAnswer,
  { page = 1, top = pageSize }: { readonly page?: number | undefined; readonly top?: number | undefined },
  context: CommandContext,
): Promise<Shown> {
  if (list.papers.length === 0) {
    return { message: { title: list.title, note: [empty, aside, list.note].filter(Boolean).join(" ") } };
  }
  const stored = { ...keepFirst(list), size: top };
  const pages = Math.ceil(stored.papers.length / top);
  if (page > pages) {
    // A long query is cut in `command`; it would find something else.
    const last = `${command.includes("…") ? "" : `/papers ${command} `}page:${pages}`;
    throw new UserError(
      `There is no page ${page}: this list has ${pages === 1 ? "one page" : `${pages} pages`}. The last one: ${last}`,
    );
  }
  const id = await context.store.lists.save(ownerOf(context.caller), stored, context.clock());
  const shown = await showPage(id, stored, page, context);
  if (aside === undefined) return shown;
  return { ...shown, message: { ...shown.message, note: [aside, stored.note].filter(Boolean).join(" ") } };
}

/** As much of a list as is kept, which says so. */
function keepFirst<List extends Omit<StoredList, "size">>(list: List): List {
  const all = list.papers.length;
  if (all <= mostListed) return list;
  const papers = list.papers.slice(0, mostListed);
  const marks = papers.map((paper) => [paper, list.marks?.[paper]] as const);
  return {
    ...list,
    papers,
    ...(list.marks ? { marks: Object.fromEntries(marks.filter(([, mark]) => mark !== undefined)) } : {}),
    note: [`The first ${inFigures(mostListed)} of ${inFigures(all)} are here.`, list.note]
      .filter(Boolean)
      .join(" "),
  };
}

const inFigures = (n: number): string => n.toLocaleString("en-US");

/** One page of a stored list. @param page from 1, within the list */
export async function showPage(
  id: string,
  list: StoredList,
  page: number,
  { store, clock, caller, forEveryone }: CommandContext,
): Promise<Shown> {
  const pages = Math.ceil(list.papers.length / list.size);
  const title = (forEveryone ? list.publicTitle : undefined) ?? list.title;
  const from = (page - 1) * list.size;
  const shown = list.papers.slice(from, from + list.size);
  const papers = await store.papers.getMany(shown);
  const savers = await store.saves.saversOf(caller.team, shown);
  const reads = forEveryone ? new Map<string, Read>() : await store.reading.of(readerOf(caller), shown);
  const turn = (label: string, to: number): Button[] =>
    to >= 1 && to <= pages ? [{ label, action: `page ${id} ${to}` }] : [];
  const year = clock().getUTCFullYear();
  return {
    message: {
      title: pages > 1 ? `${title} · ${page}/${pages}` : title,
      ...(list.lead === undefined ? {} : { lead: list.lead }),
      cards: papers.map((paper, i) =>
        paperCard(paper, {
          number: from + i + 1,
          mark: marksOf(paper, list, reads.get(paper.id), year),
          note: reads.get(paper.id)?.note,
          savers: savers.get(paper.id),
          buttons: cardButtons(paper),
        }),
      ),
      ...(list.note === undefined ? {} : { note: list.note }),
      buttons: [
        ...turn("Prev", page - 1),
        ...turn("Next", page + 1),
        ...(list.personal ? [] : [{ label: "Share", action: `share ${id} ${page}` }]),
      ],
    },
    papers: shown,
  };
}

/** The stored list that `#3` means: the one last asked for in this channel within 24 hours, else the channel's last digest. */
export async function lastList({
  store,
  caller,
  clock,
}: CommandContext): Promise<readonly string[] | undefined> {
  const now = clock();
  const since = new Date(now.getTime() - 86_400_000);
  const list = await store.lists.latest(ownerOf(caller), since);
  return list?.papers ?? (await store.posts.latestDigest(caller.team, caller.channel, now))?.papers;
}

function ownerOf({ team, channel, user }: Caller): ListOwner {
  return { team, channel, user: user.id };
}

/** The caller, as the store knows people. */
export function readerOf({ team, user }: Caller): Reader {
  return { team, user: user.id };
}

function marksOf(paper: Paper, list: StoredList, read: Read | undefined, year: number): string | undefined {
  const marks = [listedMark(paper, list.day, year), list.marks?.[paper.id], read?.doneAt && "done ✓"];
  return marks.filter(Boolean).join(" · ") || undefined;
}

function cardButtons({ id }: Paper): Button[] {
  return [
    { label: "Save", action: `save ${id}` },
    { label: "Details", action: `show ${id}` },
    { label: "Related", action: `related ${id}` },
  ];
}

function listedMark(paper: Paper, known: ListDay | undefined, year: number): string | undefined {
  const day = newestListDay(paper);
  if (day === undefined || (known !== undefined && paper.listDays.includes(known))) return undefined;
  return `listed ${day.startsWith(String(year)) ? shortDay(day) : fullDay(day)}`;
}
