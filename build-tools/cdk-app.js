// What cdk.json runs. The CDK command line runs it with the shell of the system, which is why it is
// neither of the two launchers: no word starts a file of this folder in both sh and cmd. Node.js is
// there wherever the CDK command line is.
const { spawnSync } = require("node:child_process");

const windows = process.platform === "win32";
const { status, error } = windows
  ? spawnSync("initial-keys.cmd cdk-app", { stdio: "inherit", shell: true })
  : spawnSync("./initial-keys", ["cdk-app"], { stdio: "inherit" });
if (error) console.error(`initial-keys could not be started: ${error.message}`);
process.exit(status ?? 1);
