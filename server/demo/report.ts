/** The demo team's report: written for Plumbline in wire-agency style. */
export const demoReport = {
  title: 'Ukraine and Russia carry out first stage of prisoner exchange',
  publisher: 'Plumbline demo wire',
  sourceUrl: 'https://example.org/wire/prisoner-exchange-2025-05-23',
  language: 'en',
  text: `Ukraine and Russia carried out the first stage of a prisoner exchange on Friday, 23 May 2025. The exchange was agreed in direct talks in Istanbul the week before.

Each side received 390 people. Further stages are to follow. Over three days, 1,000 people are expected to be returned to each side. If that figure is reached, 610 more will go to each side after Friday.

Russia said it received 270 troops and 120 civilians. Some of the civilians came from parts of Russia's Kursk region that Kyiv had held. Neither the troops nor the civilians were named. The identities of the people exchanged were not made public.

The exchange came after 39 months of fighting. Both countries hold prisoners of the other. Russia is believed to hold the larger share of them. Estimates of the number of Ukrainian captives in Russia run from 8,000 to 10,000. Those figures are estimates, and they differ by 2,000.

Kyiv accuses Russian forces of executing around 270 prisoners since the invasion. The accusation is Kyiv's. The United Nations says that prisoners on both sides were tortured or ill-treated.

Artur Dobroserdov is Kyiv's Commissioner for Missing Persons. The month before the exchange, he said that more than 60,000 people are missing. About 10,000 are confirmed in captivity, he said.

Exchanges also change what is known about the missing. They return people who had been listed as missing. They have also returned people who had been listed as dead.

Many of the captives were taken during the siege of Mariupol. The siege was in 2022. Some captives have been held for far longer. They have been in captivity since 2014.
`,
} as const
