// Validates Kubernetes manifests: node manifests.mjs NODE_MODULES FILE...
// The validators are those that the packages kubernetes-models and @kubernetes-models/argo-rollouts compile from the
// schemas of Kubernetes and of Argo Rollouts. Like these they let unknown fields pass, which an API server drops without a
// word: so every object is watched while it is validated, and a field that no schema asks for is an error, too.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(modules, path)));
const { parseAllDocuments } = await load("yaml/dist/index.js");

const model = async ({ apiVersion, kind }) => {
  const from = apiVersion.startsWith("argoproj.io/") ? "@kubernetes-models/argo-rollouts" : "kubernetes-models";
  const found = await load(`${from}/${apiVersion}/${kind}.js`);
  return found[kind];
};

// The same value, noting which of its fields are read.
const watched = (value, path, unread) => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item, i) => watched(item, `${path}/${i}`, unread));
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    copy[key] = watched(item, `${path}/${key}`, unread);
    unread.add(`${path}/${key}`);
  }
  return new Proxy(copy, {
    get(target, key, receiver) {
      if (typeof key === "string") unread.delete(`${path}/${key}`);
      return Reflect.get(target, key, receiver);
    },
  });
};

const problems = async (manifest) => {
  const unread = new Set();
  const { prototype } = await model(manifest);
  try {
    prototype.validate.call(watched(manifest, "", unread));
  } catch (e) {
    return [e.message];
  }
  return [...unread].map((field) => `unknown field ${field}`);
};

let failed = 0;
const check = (name, found, expected) => {
  const right = expected ? found.some((p) => p.includes(expected)) : found.length === 0;
  if (!right) failed++;
  console.log(`${right ? "ok    " : "failed"} ${name}${expected ? `: refused for ${expected}` : ""}`);
  if (!right) console.log(`       ${found.join("\n       ") || "accepted"}`);
};

for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    if (document.errors.length) throw document.errors[0];
    const manifest = document.toJS();
    check(`${file} ${manifest.kind}/${manifest.metadata.name}`, await problems(manifest));
    if (manifest.kind === "CronJob") {
      const wrong = (change) => {
        const copy = structuredClone(manifest);
        change(copy.spec);
        return problems(copy);
      };
      check("a word that is none", await wrong((s) => (s.concurrencyPolicy = "Never")), "concurrencyPolicy");
      check("a required field is missing", await wrong((s) => delete s.schedule), "schedule");
      check("a misspelled field", await wrong((s) => (s.startingDeadlineSecond = 1)), "unknown field /spec/startingDeadlineSecond");
    }
  }
}
process.exit(failed ? 1 : 0);
