/** Milliseconds that something took, one number each time. */
export type Times = readonly number[];

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The number that `share` of the others are not above; 0 of none. @param share 0.5 for the median */
export function percentile(times: Times, share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** "0.42", "7.3", "1,234": as many digits as say something. */
export function sayFigure(figure: number): string {
  const digits = figure < 1 ? 2 : figure < 100 ? 1 : 0;
  return figure.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Median, 99th percentile and maximum. */
export function spread(times: Times): string[] {
  return [percentile(times, 0.5), percentile(times, 0.99), percentile(times, 1)].map(sayFigure);
}

/** How many times the yardstick takes as long. */
export function ratio(yardstick: Times, times: Times, share: number): string {
  return `${sayFigure(percentile(yardstick, share) / percentile(times, share))}×`;
}

/** A table's first two lines: the first column holds names, the others figures. */
export function printHead(...titles: readonly string[]): void {
  printRow(...titles);
  printRow(...titles.map((_, i) => (i === 0 ? "---" : "---:")));
}

export function printRow(...cells: readonly (string | number)[]): void {
  print(`| ${cells.join(" | ")} |`);
}

export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
