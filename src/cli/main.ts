#!/usr/bin/env node
/** The command `nabla`. */
import { main } from "./command.ts";

const status = await main(process.argv.slice(2));
// A program may have set its own.
if (status !== 0) process.exitCode = status;
