import type { InferenceSession } from "onnxruntime-node";
import { createMutex } from "../executor/mutex.ts";
import type { WebRuntime } from "./executor.ts";

/** A runtime whose sessions are created and run one after the other: that of WebGPU waits for the GPU in one call at a time. */
export function oneAtATime({ InferenceSession: sessions, Tensor }: WebRuntime): WebRuntime {
  const exclusive = createMutex();
  const create = async (model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession> => {
    const session = await exclusive(() => sessions.create(model, options));
    const run = session.run.bind(session) as (
      feeds: InferenceSession.FeedsType,
    ) => Promise<InferenceSession.ReturnType>;
    session.run = (feeds: InferenceSession.FeedsType) => exclusive(() => run(feeds));
    return session;
  };
  return { Tensor, InferenceSession: { create } as WebRuntime["InferenceSession"] };
}
