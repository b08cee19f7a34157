// Checks a dashboard by Grafana's own types: node dashboard.mjs FOLDER FILE, where FOLDER holds the node_modules with
// @grafana/schema and typescript. What the types leave to each data source (the queries) is asked elsewhere.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const dashboard = JSON.parse(readFileSync(file, "utf8"));
for (const note of dashboard.annotations.list) {
  delete note.expr;
  delete note.titleFormat;
}
const ids = dashboard.panels.map((panel) => panel.id);
if (new Set(ids).size !== ids.length) throw new Error(`two panels have one id: ${ids}`);

// JSON has words where the types have enumerations.
writeFileSync(
  join(folder, "dashboard.ts"),
  `import type { Dashboard } from "@grafana/schema";
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export const dashboard: Plain<Dashboard> = ${JSON.stringify(dashboard, null, 1)};
`,
);
const options = ["--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "node", "--target", "es2020"];
execFileSync(join(folder, "node_modules/.bin/tsc"), [...options, join(folder, "dashboard.ts")], { stdio: "inherit" });
