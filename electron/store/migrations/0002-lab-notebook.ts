/**
 * Schema 2: projects, tags, notes, archive and trash, seed groups, repeated runs; curves over any step axis; artifacts
 * by content hash; counters per simulation, so that a whole list of runs is priced again in one pass; candidates of
 * searches. Points refer to their curve by an integer: a key is stored once per run instead of once per point.
 */
export const labNotebook = `
create table projects (
  project integer primary key,
  name text not null unique,
  created_at_ms integer not null
) strict;
insert into projects values (1, 'Default', 0);
alter table experiments add column project integer not null default 1 references projects (project);

alter table runs add column note text not null default '';
alter table runs add column archived_at_ms integer;
alter table runs add column deleted_at_ms integer;
alter table runs add column seed_group text;
alter table runs add column rerun_of text;
alter table runs add column changed_at_ms integer not null default 0;
create index runs_ungrouped on runs (run) where seed_group is null;

create table tags (
  run integer not null references runs (run) on delete cascade,
  tag text not null,
  primary key (run, tag)
) strict, without rowid;
create index tags_by_name on tags (tag);

create table curves (
  curve integer primary key,
  run integer not null references runs (run) on delete cascade,
  key text not null,
  axis text not null,
  unique (run, key)
) strict;
create index curves_by_key on curves (key);
create table points (
  curve integer not null references curves (curve) on delete cascade,
  step real not null,
  value real,
  at_ms integer,
  primary key (curve, step)
) strict, without rowid;
insert into curves (run, key, axis) select distinct run, key, 'epoch' from metrics order by run, key;
insert into points
  select c.curve, m.step, m.value, e.at_ms from curves c
  join metrics m on m.run = c.run and m.key = c.key
  left join epochs e on e.run = m.run and e.epoch = m.step
  order by c.curve, m.step;
drop table metrics;

alter table checkpoints rename to artifacts;
alter table artifacts rename column checkpoint to artifact;
alter table artifacts add column kind text not null default 'checkpoint';
alter table artifacts add column bytes integer;
drop index checkpoints_by_run;
create index artifacts_by_run on artifacts (run);
create index artifacts_by_content on artifacts (sha256);

alter table simulations add column counts text not null default '{}';
update simulations set counts = (
  select json_group_object(key, total) from (
    select e.key as key, sum(e.value) as total from layer_costs l, json_each(l.counts) e
    where l.simulation = simulations.simulation group by e.key order by e.key
  )
);

create table candidates (
  run integer not null references runs (run) on delete cascade,
  position integer not null,
  candidate text not null,
  objectives text not null,
  feasible integer not null,
  at_ms integer not null,
  primary key (run, position)
) strict;
`;
