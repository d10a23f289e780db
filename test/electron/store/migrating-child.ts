// Brings a database to the newest schema until it is done or killed; says when it begins. Argument: file.
import { writeSync } from 'node:fs';
import { ExperimentStore } from '../../../electron/store/index.ts';
import { value } from './values.ts';

writeSync(1, 'begin\n');
value(ExperimentStore.open(process.argv[2])).close();
writeSync(1, 'done\n');
