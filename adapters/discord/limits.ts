// Discord's numbers. https://docs.discord.com/developers/components/reference and .../resources/message

/** Components of a message, those inside others included. */
export const mostComponents = 40;
/** All text of a message's components together; no page of Discord's says so, Discord does. */
export const messageText = 4000;
/** Cards and buttons of a message: twice what the core ever shows. */
export const mostCards = 100;
export const mostButtons = 10;
/** Buttons of a row. */
export const rowButtons = 5;
export const buttonLabel = 80;
export const customId = 100;
/** An address behind a label. */
export const linkUrl = 512;
/** A thread's name. */
export const threadName = 100;
/** A nonce, by which Discord knows a post again for some minutes. */
export const nonce = 25;
/** Descriptions of commands and of what they take. */
export const description = 100;

/** Milliseconds that a request may take: less than a delivery's timeout. */
export const requestTimeout = 7000;
/** Milliseconds until the gateway has to answer, and to say hello. */
export const helloWithin = 20_000;
/** Milliseconds of a rate limit that are waited for; longer ones are the ledger's. */
export const shortLimit = 2000;
/**
 * Milliseconds that posts of more than an hour are left alone when they were edited too often (30046). Discord names no number:
 * https://github.com/discord/discord-api-docs/issues/4413. Others
 * have counted a few within half a minute.
 */
export const oldEditPause = 600_000;
/** Milliseconds: what Discord wants left alone for longer is tried again before a digest is given up. */
export const longestPause = 3_600_000;
/** Milliseconds that nothing is asked while Discord's shield blocks the address, at first and at most. */
export const blockPause = 60_000;
export const longestBlockPause = 3_600_000;
/** Milliseconds that others wait while one request asks whether a block is over: no request takes longer. */
export const probePause = 10_000;
/** Messages that one look into a channel gets, and how many looks are taken. */
export const historyPage = 100;
export const mostHistoryPages = 10;
/** People that one look at a reaction gets, and how many looks are taken. */
export const reactionPage = 100;
export const mostReactionPages = 10;
/** Milliseconds until choices have to be there; Discord waits three seconds. */
export const choicesWithin = 2000;
/** Minutes without a word after which a thread of a digest is archived: a week. */
export const threadArchiveMinutes = 10_080;
/** What the SDK keeps in memory, a channel, in all, and a server: it would keep whatever it was ever told. */
export const keptMessages = 10;
export const keptUsers = 10_000;
export const keptMembers = 1000;
