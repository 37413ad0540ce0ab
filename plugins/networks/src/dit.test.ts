import { testNetwork } from "@tweedie/testing";
import plugin from "./dit.ts";

const options = { patch: 2, width: 8, depth: 2, heads: 2, embedding: 4 };

testNetwork(plugin, { shape: [4, 6, 1], options });
testNetwork(plugin, { shape: [4, 4, 2], options: { ...options, conditional: true } });
