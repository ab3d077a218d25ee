// The CDK app's command in cdk.json. The CDK CLI runs it with sh or, on Windows, cmd; no command line
// starts the right launcher in both. So Node.js, which the CDK CLI needs anyway, starts it here.
const { spawnSync } = require("node:child_process");

const windows = process.platform === "win32";
const { status, error } = windows
  ? spawnSync("initial-keys.cmd cdk-app", { stdio: "inherit", shell: true })
  : spawnSync("./initial-keys", ["cdk-app"], { stdio: "inherit" });
if (error) console.error(`initial-keys could not be started: ${error.message}`);
process.exit(status ?? 1);
