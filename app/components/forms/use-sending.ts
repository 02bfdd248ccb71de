import { useLocation, useNavigation } from '@remix-run/react'

/**
 * Whether the form of a page is being sent, or the page that it leads to is being loaded. As soon as its answer is on
 * the page it may be sent again, though the page still loads its data anew.
 */
export function useSending(): boolean {
  const { state, location } = useNavigation()
  const { pathname } = useLocation()
  return state === 'submitting' || (state === 'loading' && location.pathname !== pathname)
}
