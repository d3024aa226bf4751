// Slack's numbers, in UTF-16 units of what is sent, after escaping. https://docs.slack.dev/reference/block-kit/blocks

/** Blocks of a message. */
export const mostBlocks = 50;
/** A section's text. https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const sectionText = 3000;
/** A header's text. */
export const headerText = 150;
/** A button's label, and what it carries. https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const buttonLabel = 75;
export const buttonValue = 2000;
/** Buttons of one row. */
export const mostButtons = 25;
/** An address. */
export const linkUrl = 3000;
/** The text of a notification: chat.update takes 4,000. https://docs.slack.dev/reference/methods/chat.update#errors */
export const fallbackText = 3000;
/** Cards of which it says more than the title. */
export const fewCards = 5;
/**
 * All text of the cards of a message. Slack answers msg_blocks_too_long from about 13,200 characters in all blocks on, which is
 * documented nowhere (https://github.com/slackapi/bolt-js/issues/2509); labels and notes come on top.
 */
export const messageText = 9000;
/** What somebody types behind a command: the longest query. */
export const typedText = 4000;

/**
 * Milliseconds between two messages in a channel, and in a workspace: Slack counts a second from arrival to arrival, and the way there
 * takes now longer, now shorter. https://docs.slack.dev/apis/web-api/rate-limits
 */
export const channelSpacing = 1150;
export const workspaceSpacing = 200;
/** Milliseconds that a post waits for its turn, that it may be held up beyond that, and that a request may take: together less than a delivery's timeout. */
export const turnPatience = 3500;
export const turnMargin = 300;
export const requestTimeout = 6000;
/** Milliseconds: a channel that was paused for longer is tried again before a digest is given up. */
export const longestPause = 3_600_000;
/** Milliseconds between two calls of a Tier 3 method, of each of which 50 a minute are allowed: chat.update, reactions.get. */
export const tier3Spacing = 1250;
/** Of the 100 a minute and more that chat.postEphemeral, a Tier 4 method, allows: the others are for answers. */
export const confirmationsAMinute = 60;
/** Messages that one look into a channel's history gets, and how many looks are taken. */
export const historyPage = 200;
export const mostHistoryPages = 10;
/** Bytes of a request in HTTP mode. */
export const requestBody = 256_000;
/** Seconds that a signature may be old, or a clock be behind. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signatureAge = 300;
