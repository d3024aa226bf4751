// Kills the program again and again and counts what arrived: npm run test:crash. KILLS sets how often (500), SEED repeats a run's
// decisions, though not its moments, ON=slack or ON=discord runs it through that adapter instead of one that only counts, and
// MODE="clock jumps" plays one way alone.
import { type Mode, playOn } from "./support/crash/modes.ts";
import { type On, platforms } from "./support/crash/platforms.ts";
import type { Played } from "./support/crash/play.ts";
import { seeded } from "./support/random.ts";

const kills = wholeNumber("KILLS", 500);
const on = (process.env.ON || "counting") as On;
if (!(on in platforms)) throw new Error(`ON must be one of ${Object.keys(platforms).join(", ")}`);
const seed = wholeNumber("SEED", Date.now() % 1_000_000);
/** Of all kills a fifth goes to each of the special ways. */
const fifth = Math.floor(kills / 5);
const plan: readonly (readonly [Mode, number])[] = [
  ["one process", kills - (on === "counting" ? 3 : 4) * fifth],
  ["two processes", fifth],
  ["cannot tell", fifth],
  ["clock jumps", fifth],
  // Where nothing but posts is counted, nobody reacts.
  ...(on === "counting" ? [] : ([["storm", fifth]] as const)),
  // Beside the kills, for whoever sleeps is not killed.
  ["asleep", Math.ceil(fifth / 4)],
];
/** MODE plays one way alone. */
const only = (process.env.MODE || undefined) as Mode | undefined;
/** Lines of trouble that are shown of each way. */
const mostLines = 20;

print(`on ${on}, seed ${seed}`);
const all: Played[] = [];
for (const [mode, times] of only === undefined ? plan : [[only, kills] as const])
  all.push(await playAndTell(mode, times, seed + all.length));
print(sayTally(all));
process.exitCode = all.every(isSound) ? 0 : 1;

async function playAndTell(mode: Mode, times: number, own: number): Promise<Played> {
  const begun = performance.now();
  const played = await playOn(on, mode, times, seeded(own));
  const seconds = Math.round((performance.now() - begun) / 1000);
  print(`${mode}: ${sayTally([played])}, unknown ${played.unknown.length}, ${seconds} s`);
  print(`  ${[...played.moments].map(([moment, n]) => `${moment}: ${n}`).join(", ")}`);
  for (const line of [...played.doubled, ...played.missing].slice(0, mostLines)) print(`  ${line}`);
  if (played.kept !== undefined) print(`  the database is kept: ${played.kept}`);
  return played;
}

function sayTally(played: readonly Played[]): string {
  const sum = (count: (one: Played) => number): number => played.reduce((all, one) => all + count(one), 0);
  return [
    `kills ${sum((one) => one.kills)}`,
    `slots ${sum((one) => one.slots)}`,
    `posted ${sum((one) => one.posted)}`,
    `doubled ${sum((one) => one.doubled.length)}`,
    `missing ${sum((one) => one.missing.length)}`,
  ].join(" ");
}

function isSound({ doubled, missing }: Played): boolean {
  return doubled.length + missing.length === 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(name: string, usual: number): number {
  const given = process.env[name];
  if (given === undefined || given === "") return usual;
  if (!/^\d{1,9}$/.test(given)) throw new Error(`${name} must be a whole number`);
  return Number(given);
}
