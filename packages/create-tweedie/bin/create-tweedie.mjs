#!/usr/bin/env node
import { main } from "create-tweedie";

process.exitCode = main(process.argv.slice(2), process);
