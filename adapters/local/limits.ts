/** Widest lines, in columns: longer ones are hard to read. */
export const widest = 100;
/** Width where the output is no terminal. */
export const defaultWidth = 80;
/** Lines of history that are kept. */
export const historyLines = 500;
