/** Small files as other tools write them, by their documented layouts. */
import Database from 'better-sqlite3';
import { maskedCrc32c } from '../../engine/exchange/tensorboard.ts';

/** MLflow 2 and 3 tracking store (mlflow/store/tracking/dbmodels/models.py), the columns that a run needs. */
export function writeMlflow(file: string): void {
  const db = new Database(file);
  db.exec(`
    create table experiments (experiment_id integer primary key, name varchar(256), lifecycle_stage varchar(32));
    create table runs (run_uuid varchar(32) primary key, name varchar(250), status varchar(9), start_time bigint,
      end_time bigint, lifecycle_stage varchar(20), experiment_id integer);
    create table metrics (key varchar(250), value float, timestamp bigint, run_uuid varchar(32), step bigint, is_nan boolean,
      primary key (key, timestamp, step, run_uuid, value, is_nan));
    create table params (key varchar(250), value varchar(8000), run_uuid varchar(32));
    create table tags (key varchar(250), value varchar(8000), run_uuid varchar(32));
    insert into experiments values (1, 'snn', 'active');
    insert into runs values ('aaaa', 'first', 'FINISHED', 1700000000000, 1700000060000, 'active', 1);
    insert into runs values ('bbbb', '', 'FAILED', 1700000100000, null, 'active', 1);
    insert into runs values ('cccc', 'gone', 'FINISHED', 1, 2, 'deleted', 1);
    insert into params values ('lr', '0.01', 'aaaa'), ('seed', '7', 'aaaa'), ('lr', '0.01', 'bbbb'), ('seed', '8', 'bbbb');
    insert into tags values ('mlflow.runName', '=cmd()', 'aaaa'), ('paper', 'yes', 'aaaa'), ('mlflow.note.content', 'a note', 'aaaa');
    insert into metrics values ('val_accuracy', 0.5, 1700000001000, 'aaaa', 0, 0), ('val_accuracy', 0.75, 1700000002000, 'aaaa', 1, 0),
      ('loss', 0, 1700000001000, 'aaaa', 0, 1), ('loss', 0.1, 1700000002000, 'aaaa', 1, 0), ('loss', 0.2, 1700000003000, 'aaaa', 1, 0);`);
  db.close();
}

/** Optuna 3 and 4 RDB storage (optuna/storages/_rdb/models.py). */
export function writeOptuna(file: string): void {
  const db = new Database(file);
  db.exec(`
    create table studies (study_id integer primary key, study_name varchar(512));
    create table trials (trial_id integer primary key, number integer, study_id integer, state varchar(8),
      datetime_start datetime, datetime_complete datetime);
    create table trial_params (param_id integer primary key, trial_id integer, param_name varchar(512), param_value float, distribution_json text);
    create table trial_values (trial_value_id integer primary key, trial_id integer, objective integer, value float, value_type varchar(7));
    create table trial_intermediate_values (id integer primary key, trial_id integer, step integer, intermediate_value float, intermediate_value_type varchar(7));
    insert into studies values (1, 'has');
    insert into trials values (1, 0, 1, 'COMPLETE', '2024-01-31 12:00:00.500000', '2024-01-31 12:01:00.500000'), (2, 1, 1, 'PRUNED', null, null);
    insert into trial_params values (1, 1, 'tws', 4, '{"name":"IntDistribution","attributes":{"low":1,"high":8}}'),
      (2, 1, 'mode', 1, '{"name":"CategoricalDistribution","attributes":{"choices":["temporal","spatial"]}}');
    insert into trial_values values (1, 1, 0, 0.91, 'FINITE'), (2, 1, 1, null, 'INF_POS');
    insert into trial_intermediate_values values (1, 1, 5, 0.8, 'FINITE'), (2, 1, 10, null, 'NAN');`);
  db.close();
}

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest < 0x80n) return [...bytes, low];
    bytes.push(low | 0x80);
  }
};
const field = (number: number, content: readonly number[]): number[] => [
  ...varint((number << 3) | 2),
  ...varint(content.length),
  ...content,
];
const float = (value: number): number[] => [...new Uint8Array(new Float32Array([value]).buffer)];
const double = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)];

export interface Logged {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  readonly wallSeconds: number;
  /** As tf.summary of TensorFlow 2 does: a scalar tensor instead of simple_value. */
  readonly asTensor?: boolean;
}

/** TFRecord frames around tensorflow.Event messages. */
export function tensorboardBytes(points: readonly Logged[]): Buffer {
  const version = [...varint((1 << 3) | 1), ...double(1.7e9), ...field(3, [...Buffer.from('brain.Event:2')])];
  const events = points.map(({ tag, step, value, wallSeconds, asTensor }) => {
    const shown = asTensor
      ? field(8, [...varint(1 << 3), 1, ...field(4, float(value))])
      : [...varint((2 << 3) | 5), ...float(value)];
    const summary = field(1, [...field(1, [...Buffer.from(tag)]), ...shown]);
    return [
      ...varint((1 << 3) | 1),
      ...double(wallSeconds),
      ...varint(2 << 3),
      ...varint(step),
      ...field(5, summary),
    ];
  });
  return Buffer.concat([version, ...events].map((data) => frame(Uint8Array.from(data))));
}

function frame(data: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(data.length));
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc32c(data));
  return Buffer.concat([head, data, tail]);
}

export const WANDB_RUNS = `"Name","State","Notes","User","Tags","Created","Runtime","Sweep","lr","val_acc"
"calm-sea-1","finished","-","me","a, b","2024-01-31T12:00:00.000Z","90","","0.01","0.93"
"wild-sky-2","crashed","=1+1","me","","2024-01-31T13:00:00.000Z","12","","0.1","NaN"
`;
export const WANDB_CHART = `"Step","calm-sea-1 - val_acc","calm-sea-1 - val_acc__MIN","calm-sea-1 - val_acc__MAX","wild-sky-2 - val_acc"
"0","0.5","0.5","0.5",""
"10","0.9","0.9","0.9","0.4"
`;
export const SCALE_SIM = `LayerID, Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %, Compute Util %,
0, 1200.0, 200.0, 50.0, 100.0, 60.0,
1, 800.0, 0.0, 25.0, 50.0, 25.0,
`;
export const PLAIN_CSV = 'run,epoch,acc,comment\r\nx,1,0.5,"a, ""b"""\r\nx,2,0.75,\r\ny,1,0.25,c\r\n';
