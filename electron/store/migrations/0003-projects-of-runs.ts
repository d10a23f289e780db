/** Schema 3: a run may lie in another project than its experiment; null = in that of its experiment. */
export const projectsOfRuns = `
alter table runs add column project integer references projects (project);
create index runs_by_project on runs (project) where project is not null;
`;
