/**
 * Frequent words of a language that say little by themselves. Left out are those that mean something in another one, as German `die`
 * and `war`, French `plus` and Spanish `sin` do in English: what stands in two lists decides between these for neither.
 */
export const functionWords = {
  English:
    'the and of to is that it was for with this are not have you but they his her from as at be by he she we in on or an my your their its which who what when where how why there if all would will can has had been do does did no more some about out up so than then them these just like only other into also because after me him our were any much very could should',
  German:
    'und der das ist nicht ein eine ich mit auf für den von sich auch dem wie sehr zu im es er sie wir ihr als aber oder wenn nach aus einen einem einer eines dass zum zur nur noch schon kann wird werden wurde haben hatte sind bei über vor durch unter seine ihre mein meine kein keine diese dieser dieses habe viel mehr immer ganz gut leider man weil nichts etwas hier wieder zwischen seines seiner seinem seinen ihren ihrem ihrer muss in an so am alle wo wer du mir mich ins vom beim',
  French:
    'le la les et des est une un pas que qui dans pour avec ce cette sur il elle nous mais très du de en au aux je vous ils elles ne se sa ses son leur leurs par plus ou où être avoir été sont était fait tout tous bien comme si peu trop aussi même sans mon ma mes votre quand donc alors encore après avant depuis entre rien cela ça ces on me te moi toi',
  Spanish:
    'el la los las que una un es por con para no muy pero como del más está esta lo su en de se al yo le les me mi sus este esto eso ese esa fue ha han hay ser sobre también entre cuando desde todo todos nada bien así porque donde hasta ya si años después qué dos bueno buena mejor película he',
  Italian:
    'il che di è una non per con sono ma questo questa della gli anche molto come più nel la le lo un in del dei delle al alla dal dalla nella da si se ha ho hanno io mi ci suo sua suoi loro tra quando dove tutto tutti ogni senza essere stato era bene così solo due dopo perché nei sul sulla degli dell ne',
  Portuguese:
    'que não uma os é para muito mas na como mais foi são ele você isso está seu pelo um as de do da dos das em no se por com ao à também ela eu me meu minha sua seus pela até já quando sem nos nas ou ser ter há isto este esta esse essa tudo todos bem depois só sobre entre anos nada porque',
  Dutch:
    'het een van en is niet dat ik op te zijn voor met maar aan ook deze heel wat er de in je ze hij wij die dit bij naar om als nog dan uit over door kan wel geen meer veel hebben heeft had werd worden was mijn hun onze haar hem na of tot zo zeer erg goed waar omdat alleen wordt zich niets iets we me',
  Swedish:
    'och att det som på är av för med inte ett jag hade från också eller mycket när sig så en den de till har var han hon vi du om men kan ska skulle efter under över där här hans hennes sin sina sitt min mitt bara än då nu alla något inget vad hur detta denna dessa blev bli mellan ut upp andra ingen bra',
  'Danish or Norwegian':
    'og det som på er af av ikke jeg hun fra også eller meget når sig seg ble blev en et den de til har var han vi du om men kan skal skulle efter etter over der her hans hendes sin sine sit min mit bare end nu nå alle noget noe hvad hva hvordan dette denne disse blive bli mellem mellom med for at mere mer veldig godt',
  Polish:
    'nie się że jest jak ale już tylko bardzo przez jego tak było może który być dla przy czy są na do to od po za jej ich ten ta te tego tej tym co kiedy gdzie była był były został która które oraz również jednak lub pod nad przed więc jeszcze bez ze mnie moje mój dobrze nic coś wszystko film',
  Czech:
    'že jsem jsou byl ale jako který také však velmi není už když být jeho její nebo jen jsme na se do je to ve po za od pro by si ten ta tak jak co byla bylo byly které která než ještě až bez pod nad při mezi jejich mi mě můj moje nic něco všechno více kde proto dobře',
  Romanian:
    'și este din pentru sunt fost dar acest foarte că mai nu cu pe într fi această după când un la de în se ce au am ai ca sau lui ei lor sa său sale prin între până fără despre nici decât cum unde tot toate toți acesta aceasta bine doar avea era erau fiind va vor mi eu el ea noi care',
  Turkish:
    'bir ve çok için ile ama daha gibi kadar değil olarak sonra şey olan hiç göre bu ne en mi da de şu ki her ya bana beni ben sen biz siz onu onun bunu bunun var yok nasıl neden çünkü ancak bile sadece olduğu olduğunu oldu olur eden diye büyük iyi kötü güzel önce üzerinde arasında tarafından',
  Finnish:
    'ja ei että oli hän mutta kun niin ovat myös joka kuin nyt ole mitä tämä hyvin vain sekä on se en sen siitä tai jos ollut olivat jotka hänen mukaan kanssa jälkeen ennen ilman vielä enemmän paljon kaikki siellä täällä minä sinä minun minua tätä sitä näin joten koska kuten olisi voi eivät todella',
  Indonesian:
    'yang dan ini itu tidak dengan untuk dari dalam pada akan saya juga sudah bisa lebih karena di ke oleh adalah ada kami kita mereka dia aku anda atau tapi tetapi namun seperti telah sangat banyak hanya saat bahwa sebagai menjadi lagi belum masih harus antara setelah sebelum para tersebut bagi kalau baik',
  Vietnamese:
    'và của là có không được cho trong một người này với các những đã rất tôi khi nhưng ở ra vào đến từ về lại cũng phải bị thì sau như để làm nhiều ông anh chị nó họ mình đó đây thế nào gì ai hay còn chỉ quá mà trên dưới nếu vì nên sẽ đang hơn tốt lắm',
} as const
