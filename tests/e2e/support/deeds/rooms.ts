/**
 * How a socket in each room ends for whom: `ok` when it stays open, else the code with which it is closed. To write is to
 * have words acknowledged. A stage stands for somebody who may write.
 */
export const roomRights = `
                 nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
claim read       4401   4401 4403     ok      ok     ok      ok    ok            ok  | ok   ok       ok        ok       ok        ok
claim presence   4401   4401 4403     ok      ok     ok      ok    ok            ok  | ok   ok       ok        ok       ok        ok
claim write      4401   4401 4403     ok      ok     4403    4403  ok            ok  | ok   ok       ok        ok       ok        4423
report read      4401   4401 4403     ok      ok     ok      ok    ok            ok  | -    -        -         -        -         -
report presence  4401   4401 4403     ok      ok     ok      ok    ok            ok  | -    -        -         -        -         -
report write     4401   4401 4403     4409    4409   4409    4409  4409          4409 | -    -        -         -        -         -
`
