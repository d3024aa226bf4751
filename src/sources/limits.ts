/** Longest texts of a paper that are kept, whatever the source; the recorded ones are far below. Longer ones are cut, never refused. */
export const longest = {
  title: 500,
  abstract: 20_000,
  summary: 2000,
  name: 200,
  keyword: 100,
  url: 500,
} as const;

export const mostAuthors = 5000;
