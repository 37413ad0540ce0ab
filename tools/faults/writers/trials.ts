import type { Sources } from "../product/sources.ts";

// Child process: claims trials of a sweep and finishes each at once. Sends the number of finished trials after each.
const [module = "", folder = ""] = process.argv.slice(2);
const { openStudy } = (await import(module)) as Sources["study/src/index.ts"];

const study = await openStudy(folder);
for (let finished = 1; ; finished++) {
  const claim = await study.claim("writer");
  if (claim === "finished" || "wait" in claim) break;
  await study.finish(claim, { status: "complete", metrics: { sw2: claim.point["x"]! } });
  process.send!(finished);
}
process.exit(0);
