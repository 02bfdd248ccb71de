/**
 * What each address answers to whom: GET for what is read, POST for actions without an intent. `.data`, in which a page
 * loads its data, answers the same; only a redirect is told there with 202. The stranger has every role, elsewhere.
 */
export const pages = `
                          nobody gone stranger checker editor auditor admin checker+admin all
GET  /                    302    302  200      200     200    200     200   200           200
GET  /sign-in             200    200  302      302     302    302     302   302           302
GET  /sign-in/again       302    302  302      302     302    302     302   302           302
GET  /sign-in/who         200    200  200      200     200    200     200   200           200
GET  /sign-out            302    302  302      302     302    302     302   302           302
GET  /team                302    302  200      200     200    200     200   200           200
GET  /join/:token         404    404  404      404     404    404     404   404           404
GET  /reports/new         302    302  200      200     200    200     200   200           200
GET  /reports/import      302    302  200      200     200    200     200   200           200
GET  /reports/:id         302    302  404      200     200    200     200   200           200
GET  /reports/:id/news    302    302  404      200     200    200     200   200           200
GET  /reports/:id/history 302    302  404      200     200    200     200   200           200
GET  /reports/:id/history/bundle 302    302  404      200     200    200     200   200           200
GET  /claims/:id/history/bundle 302    302  404      200     200    200     200   200           200
GET  /claims/:id/history  302    302  404      200     200    200     200   200           200
GET  /claims/:id/replay   302    302  404      200     200    200     200   200           200
GET  /claims/:id/preview  302    302  404      200     200    200     200   200           200
GET  /sign-in/forgotten   200    200  200      200     200    200     200   200           200
GET  /reset/:token        404    404  404      404     404    404     404   404           404
GET  /account             302    302  200      200     200    200     200   200           200
GET  /team/history        302    302  200      200     200    200     200   200           200
GET  /team/history/bundle 302    302  200      200     200    200     200   200           200
GET  /history/key         200    200  200      200     200    200     200   200           200
GET  /history/:team/checkpoint 404 404 404     404     404    404     404   404           404
GET  /history/:team/checkpoint.tsr 404 404 404 404     404    404     404   404           404
GET  /settings            302    302  200      200     200    200     200   200           200
GET  /reports/:id/review  302    302  404      200     200    200     200   200           200
GET  /team/choose         302    302  302      302     302    302     302   302           302
GET  /set-up              302    302  302      302     302    302     302   302           302
GET  /inbox               302    302  200      200     200    200     200   200           200
GET  /inbox/marks         302    302  200      200     200    200     200   200           200
GET  /reports/:id/changes 302    302  404      200     200    200     200   200           200
GET  /reports/:id/changes.docx 302    302  404      200     200    200     200   200           200
GET  /reports/:id/claims.csv 302    302  404      200     200    200     200   200           200
GET  /reports/:id/import  302    302  404      200     200    200     200   200           200
GET  /claims/:id/threads  302    302  404      200     200    200     200   200           200
GET  /p/:team             404    404  404      404     404    404     404   404           404
GET  /p/:team/feed.xml    404    404  404      404     404    404     404   404           404
GET  /p/:team/feed.json   404    404  404      404     404    404     404   404           404
GET  /p/:team/claims.json 404    404  404      404     404    404     404   404           404
GET  /p/:team/:slug       404    404  404      404     404    404     404   404           404
GET  /p/:team/:slug/:claim 404    404  404      404     404    404     404   404           404
GET  /p/*                 404    404  404      404     404    404     404   404           404
POST /claims/:id/client   401    401  404      200     200    200     200   200           200
POST /reports/new         401    401  302      302     302    403     403   302           302
POST /join/:token         404    404  404      404     404    404     404   404           404
POST /sign-in             422    422  302      302     302    302     302   302           302
POST /sign-in/again       422    422  422      422     422    422     422   422           422
POST /sign-in/forgotten   200    200  200      200     200    200     200   200           200
POST /reset/:token        404    404  404      404     404    404     404   404           404
POST /account/deeds       401    401  200      200     200    200     200   200           200
POST /team/choose         401    401  404      404     404    404     404   404           404
POST /set-up              302    302  302      302     302    302     302   302           302
POST /sign-out            302    302  302      302     302    302     302   302           302
`

/** One form for every action without an intent. */
export const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/claims/:id/client': {},
  '/reports/new': { title: 'X', language: 'en', sourceUrl: '', publisher: '', text: 'Words.' },
  '/join/:token': { name: 'X', password: 'a password of enough letters' },
  '/sign-in/forgotten': { email: 'nobody@example.org' },
  '/reset/:token': { password: 'a password of enough letters' },
  '/account/deeds': { intent: 'mine', sessionIds: 'nowhere' },
  '/team/choose': { team: 'nowhere' },
  '/set-up': {
    token: 'x'.repeat(43),
    team: 'X',
    name: 'X',
    email: 'x@example.org',
    password: 'a password of enough letters',
  },
  '/sign-in': { email: 'nobody@example.org', password: 'wrong' },
  '/sign-in/again': { email: 'nobody@example.org', password: 'wrong' },
  // From a page of somebody else: nobody is signed out who is still to be tried.
  '/sign-out': { as: 'somebody else' },
}
