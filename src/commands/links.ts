import { uriOf } from '../report/places.js'
import type { Terminal } from './terminal.js'

type Link = (path: string, line: number) => string

/**
 * Addresses of lines in the hosted repository, by the variables that CI sets: of GitHub Actions ("Variables reference") and
 * GitLab ("Predefined CI/CD variables reference"). `undefined` elsewhere.
 */
export function linksOf(env: Terminal['env']): Link | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return linkTo(`${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`)
  if (CI_PROJECT_URL && CI_COMMIT_SHA) return linkTo(`${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}`)
  return undefined
}

function linkTo(base: string): Link {
  return (path, line) => `${base}/${uriOf(path)}#L${line}`.replaceAll('(', '%28').replaceAll(')', '%29')
}
