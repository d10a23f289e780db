/**
 * Schema 1: experiments, runs, epochs, metrics, simulations with layers, energy tables, checkpoints.
 * Rows refer to each other by integers; `runs.id` is the name that people and files use.
 * Runs stay narrow (the long texts are in run_documents) so that listing 10,000 of them reads few pages.
 * Costs hold counts and name their energy table by content: pricing again needs no new simulation.
 */
export const runsAndCosts = `
create table experiments (
  experiment integer primary key,
  name text not null unique,
  created_at_ms integer not null
) strict;

create table energy_tables (
  hash text primary key,
  name text not null,
  body text not null,
  added_at_ms integer not null
) strict, without rowid;

create table runs (
  run integer primary key,
  id text not null unique,
  experiment integer not null references experiments (experiment),
  name text not null,
  kind text not null,
  state text not null,
  message text,
  created_at_ms integer not null,
  started_at_ms integer,
  ended_at_ms integer,
  updated_at_ms integer not null,
  seed integer,
  network text not null,
  dataset text not null,
  beta real,
  epochs integer,
  epochs_done integer not null default 0,
  accuracy real,
  best_accuracy real,
  best_epoch integer,
  loss real,
  spike_density real,
  tw_density real,
  energy_hash text references energy_tables (hash),
  owner text
) strict;
create index runs_by_experiment on runs (experiment);
create index runs_alive on runs (state) where state in ('queued', 'running');

create table run_documents (
  run integer primary key references runs (run) on delete cascade,
  spec text not null,
  provenance text not null,
  evaluation text
) strict;

create table epochs (
  run integer not null references runs (run) on delete cascade,
  epoch integer not null,
  at_ms integer not null,
  report text not null,
  primary key (run, epoch)
) strict;

create table metrics (
  run integer not null references runs (run) on delete cascade,
  key text not null,
  step integer not null,
  value real,
  primary key (run, key, step)
) strict, without rowid;

create table simulations (
  simulation integer primary key,
  run integer not null references runs (run) on delete cascade,
  position integer not null,
  system text not null,
  tws text not null,
  arch_name text not null,
  energy_name text not null,
  energy_hash text references energy_tables (hash),
  samples integer not null,
  cycles real,
  latency_us real,
  energy_pj real,
  edp_js real,
  unique (run, position)
) strict;

create table layer_costs (
  simulation integer not null references simulations (simulation) on delete cascade,
  position integer not null,
  name text not null,
  tws integer not null,
  mode text not null,
  cycles real,
  latency_us real,
  energy_pj real,
  utilization real,
  spikes real,
  counts text not null,
  by_component_pj text not null,
  primary key (simulation, position)
) strict;

create table checkpoints (
  checkpoint integer primary key,
  run integer not null references runs (run) on delete cascade,
  epoch integer,
  file text not null,
  sha256 text not null,
  created_at_ms integer not null
) strict;
create index checkpoints_by_run on checkpoints (run);
`;
