"""Texts that people sent, and what a reader would call them."""

# The two comments that have stood under an article on co-production for years.
SPAM_UNDER_THE_ARTICLE = (
    """To Ardhanarishwara, the blissfully turing one who resides in the third eye plexus (Ajna
Chakra) of each aspirant and who denotes the union of my Param Gurudeva Bhagwan Shiva and my Param
Gurudevi Maa Shakti, are offered these salutions, prior this little student continues any further
with the text,
For more info visit: Buddha""",
    """BE SMART AND BECOME RICH IN LESS THAN 3DAYS It all depends on how fast
you can be to get the new PROGRAMMED blank ATM card that is capable of
hacking into any ATM machine, anywhere in the world. I got to know about
this BLANK ATM CARD when I was searching for job online about a month
ago It has really changed my life for good and now I can say I'm rich and
I can never be poor again. The least money I get in a day with it is about
$50,000.(fifty thousand USD) Every now and then I keeping pumping money
into my account. Though is illegal,there is no risk of being caught
,because it has been programmed in such a way that it is not traceable,it
also has a technique that makes it impossible for the CCTVs to detect
you. For details on how to get yours today, email the hackers on :
atmmachinehackers1@gmail.com Tell your
loved once too, and start to live large. That's the simple testimony of how
my life changed for good. Love you all . the email address again is
atmmachinehackers1@gmail.com""",
)

SPAM = (
    *SPAM_UNDER_THE_ARTICLE,
    "Great post! Visit my website https://cheap-pills.example for more.",
    "I lost all my bitcoin but a hacker got it back. Contact him on WhatsApp +1 (409) 555-0142.",
    "Do you need an urgent loan? We offer quick loans at 2% interest. Apply today.",
    "Earn $500 per day working from your phone. Guaranteed profit!",
    "C l i c k  h e r e : w w w . free-iphone.top",
    "Our casino has the best free spins. www.lucky-spin.bet",
    "Get your lover back with a powerful love spell. Email drspell (at) outlook (dot) com",
    "Best SEO services, get backlinks and rank #1 on Google",
    "Buy cheap essays from real writers, 20% discount code inside",
    "Hot girls in your area are waiting. Message me on Telegram.",
    "This is my testimony: he changed my life for good with his herbs.",
    "Join our forex trading group and double your money in a week",
    "V\u200bi\u200ba\u200bg\u200br\u200ba without prescription",
    "Ｗｈａｔｓａｐｐ ０７７００ ９００１２３ for blank ATM",
    "Order now! Limited time offer for weight loss pills.",
    "You have won the lottery! Claim your prize at prize-winner dot com, bit.ly/xyz",
    "Nice. [see this](https://example.org/offer)",
    "I make £300 a day from home, get more info here",
    "Illuminati membership brings fame. Call +234 803 555 0199.",
    "Follow this link to work from home and be your own boss",
)

# What residents write, first-timers too: with money, dates, numbers, hackers and capitals.
HONEST = (
    "Joe can walk to the shops, but not without a rest on the way.",
    "After nine at night many women take a taxi for a walk of five minutes.",
    "A bench costs about £640, so ten are £6,400. The council paid £12,500.50 last time.",
    "Two children were hit here in 2025. Parents now walk the long way round.",
    "The bus at 08:15 on 03.05.2027 was 25 minutes late, and so was the 8.45.",
    "I counted 1,204 cars between 7 and 9 on 12/04/2027, and 311 bikes.",
    "PLEASE DO SOMETHING ABOUT THE LIGHTS. It is dark since October 2024.",
    "My mother is 84 and lives at the corner. She can't cross.",
    "Why does the plan for 2024-2027 leave out Elm Street?",
    "Somebody hacked the ticket machine, so people can't pay by card.",
    "The land is worth about $50,000, I'd guess. Is it ours?",
    "Could we visit the school and ask the pupils what they want?",
    "I work at the library. We could lend a room on Mondays from 6 to 8.",
    "It was 38 degrees at the bus stop. No shade, no water.",
    "For more information, ask at the library desk. They have the map.",
    "My sister makes jam. She would plant the rain garden with Year 6.",
    "Is the money from the 2026/27 budget? Last year 90,000 was left over.",
    "Number 14 and numbers 22 to 30 flood when it rains hard.",
    "e.g. a zebra crossing, i.e. white stripes, not lights. Etc.",
    "The survey asked 2 145 people; 61 % said yes.",
    "Mir gefällt die Idee. Der Platz ist im Sommer zu heiß.",
    "نحتاج إلى مقعد عند موقف الحافلة لأن أمي لا تستطيع الوقوف طويلا.",
    "Can we get rich soil for the beds? The clay there is bad.",
    "I got to know this street when I was a child.",
    "The shop closes at 5.30pm.So people drive to town instead.",
    "Trees, trees, trees! Twelve of them. Lime or birch.",
    "I offer my time: I can water the trees twice a week.",
    "Please link the cycle path to the station.",
    "The loan of a road-sweeper would do for the first year.",
    "We should follow what Ghent did: fewer cars, more benches.",
    "Cash is fine for me, but the kiosk only takes cards.",
    "It would help if the crossing gave people 30 seconds and not 12.",
)

# Honest, but with a link, a number or an address: from somebody new, they wait.
HONEST_WITH_A_LINK = (
    "The count is in the council's report: https://alderbrook.example/traffic-2027.pdf",
    "Call the library on 0161 496 0123, they keep the key.",
    "I keep the minutes. Write to mina@example.org if you want them.",
)
