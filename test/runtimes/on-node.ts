// The suite in a process of its own: material on standard input, outcomes on standard output.
import { text } from 'node:stream/consumers';
import * as body from '../../sdk/protocol/crypto/node.ts';
import { runSuite } from './suite.ts';

process.stdout.write(JSON.stringify(await runSuite(JSON.parse(await text(process.stdin)), body)));
