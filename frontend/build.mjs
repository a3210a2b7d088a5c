/**
 * Builds the bundles that ship inside the Python package.
 *
 *   node build.mjs          write them
 *   node build.mjs --check  rebuild and compare byte for byte; exit 1 if one differs, or if
 *                           the licences shipped are not those of what is bundled
 *
 * Names after it, such as `player.js`, choose bundles; none means all.
 */

import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(HERE, "../src/vivavoce");

/** What a text without syntax does not need of CodeMirror. */
const PLAIN = Object.fromEntries(
  ["@codemirror/language", "@lezer/common"].map((name) => [name, join(HERE, "src/plain/language.js")]),
);

/** Where each bundle comes from and goes to, under the package. */
const BUNDLES = [
  { from: "src/bundles/player.js", to: "exports/static/player.js" },
  { from: "src/bundles/lanes.js", to: "exports/static/lanes.js" },
  { from: "src/bundles/compare.js", to: "exports/static/compare.js" },
  { from: "css/player.css", to: "exports/static/player.css" },
  { from: "css/lanes.css", to: "exports/static/lanes.css" },
  { from: "css/compare.css", to: "exports/static/compare.css" },
  { from: "css/page.css", to: "exports/static/page.css" },
  { from: "src/workbench.js", to: "notebook/widgets/workbench/static/workbench.js" },
  { from: "css/workbench.css", to: "notebook/widgets/workbench/static/workbench.css" },
];

/** Where the licences of what is bundled stand. */
const NOTICE = "notebook/widgets/workbench/THIRD_PARTY.md";

async function bundle(from) {
  const result = await build({
    entryPoints: [join(HERE, from)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    alias: PLAIN,
    target: ["chrome123", "firefox121", "safari17.5"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  return { bytes: Buffer.from(result.outputFiles[0].contents), packages: findPackages(result.metafile) };
}

/** Name and version of every package that a bundle holds a part of. */
function findPackages({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const homes = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput)
    .map(([path]) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
    .filter(Boolean);
  return homes.map((home) => {
    const { name, version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    return `${name} ${version}`;
  });
}

const chosen = process.argv.slice(2).filter((name) => !name.startsWith("--"));
let stale = 0;
const bundled = new Set();
for (const { from, to } of BUNDLES.filter(({ to }) => !chosen.length || chosen.includes(basename(to)))) {
  const target = join(PACKAGE, to);
  const { bytes, packages } = await bundle(from);
  for (const name of packages) bundled.add(name);
  if (process.argv.includes("--check")) {
    let committed = Buffer.alloc(0);
    try {
      committed = readFileSync(target);
    } catch {
      // A missing file differs from any other.
    }
    if (!bytes.equals(committed)) {
      stale += 1;
      console.error(`${relative(process.cwd(), target)} differs from a rebuild of ${from}`);
    }
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
  console.log(`${to}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
}
const headings = readFileSync(join(PACKAGE, NOTICE), "utf8").split("\n").filter((line) => line.startsWith("## "));
const credited = new Set(headings.flatMap((line) => line.slice(3).split(", ").map((entry) => entry.replace(/ \(.*/, ""))));
for (const name of bundled.size ? [...bundled, ...credited] : []) {
  if (bundled.has(name) && credited.has(name)) continue;
  stale += 1;
  console.error(`${NOTICE} ${bundled.has(name) ? "lacks" : "need not list"} ${name}`);
}
process.exitCode = stale ? 1 : 0;
