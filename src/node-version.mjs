// Plain JavaScript on purpose: an older Node has to be able to read this file to say what is missing.
// Node runs TypeScript directly from 24 on; on Linux and Windows `npm ci` brings that version along.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `Paperboy needs Node 24 and found ${process.versions.node}: install Node 24 (on Linux and Windows, "npm ci" brings it along).\n`,
  );
  process.exit(1);
}
