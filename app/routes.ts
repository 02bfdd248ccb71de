import { index, route, type RouteConfig } from '@remix-run/route-config'

/** Every address of the product. */
export default [
  index('routes/home.tsx'),
  route('sign-in', 'routes/identity/sign-in.tsx'),
  route('sign-in/again', 'routes/identity/sign-in-again.ts'),
  route('sign-in/who', 'routes/identity/who.ts'),
  route('team', 'routes/identity/team.tsx'),
  route('team/members', 'routes/identity/members.ts'),
  route('join/:token', 'routes/identity/join.tsx'),
  route('sign-out', 'routes/identity/sign-out.ts'),
  route('reports/new', 'routes/reports/new.tsx'),
  route('reports/:id', 'routes/reports/show.tsx'),
  route('reports/:id/claims', 'routes/reports/claims.ts'),
  route('reports/:id/history', 'routes/history/report.tsx'),
  route('claims/:id/history', 'routes/history/claim.tsx'),
  route('claims/:id/client', 'routes/claims/client.ts'),
  route('claims/:id/details', 'routes/claims/details.ts'),
  route('claims/:id/assignments', 'routes/claims/assignments.ts'),
  route('claims/:id/position', 'routes/claims/position.ts'),
  route('claims/:id/withdrawal', 'routes/claims/withdrawal.ts'),
  route('claims/:id/stage', 'routes/claims/stage.ts'),
  route('claims/:id/passages', 'routes/claims/passages.ts'),
  route('claims/:id/figures', 'routes/claims/figures.ts'),
  route('claims/:id/relations', 'routes/claims/relations.ts'),
  route('claims/:id/verdict', 'routes/claims/verdict.ts'),
  route('claims/:id/evidence', 'routes/evidence/claim.ts'),
] satisfies RouteConfig
