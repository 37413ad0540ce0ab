import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { check } from "./run-program.ts";

/** Starts `tweedie ui` in a project and checks that its page, with its scripts, and its list of runs answer. */
export async function tryDashboard(node: string, project: string, command: string): Promise<void> {
  const server = spawn(node, [command, "ui", "--json"], { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    const { url } = JSON.parse(line) as { readonly url: string };
    const { origin, hash } = new URL(url);
    const page = await (await fetch(origin)).text();
    const script = /src="([^"]+\.js)"/.exec(page)![1]!;
    check((await fetch(new URL(script, origin))).ok, "the page of `tweedie ui` has its script");
    check((await fetch(`${origin}/third-party-licences.txt`)).ok, "it has the licences of its libraries");
    const headers = { authorization: `Bearer ${hash.replace("#token=", "")}` };
    const list = (await (await fetch(`${origin}/api/runs`, { headers })).json()) as { readonly total: number };
    check(list.total > 0, `it lists ${list.total} runs`);
    check((await fetch(`${origin}/api/runs`)).status === 401, "it refuses a request without the token");
  } finally {
    server.kill();
    await once(server, "exit");
  }
}
