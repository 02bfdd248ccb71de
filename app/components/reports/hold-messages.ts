export const holdMessages = {
  title: 'Legal hold',
  none: 'No legal hold is placed on this report.',
  means: 'Nothing that was recorded of this report can be erased until it is lifted.',
  placed: (name: string) => `${name} placed it`,
  lifted: (name: string) => `${name} lifted it`,
  place: 'Place a legal hold',
  placeReason: 'Why it must be kept',
  placeHint: 'As when a court or a lawyer asks for it. Everybody in the team can read this.',
  lift: (number: number) => `Lift hold ${number}`,
  liftReason: 'Why it need not be kept any more',
  hold: (number: number) => `Hold ${number}`,
}
