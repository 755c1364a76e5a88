"""Words for the judge of names: given names, surnames, and what shows that a name is not a person's, unaccented.

Lists of our own, of what is common in Mexico; they are short on purpose, since a name is recognised by one given name
and one surname among its words.
"""

from __future__ import annotations

_GIVEN = """
abel abraham abril adalberto adan adela adelina adolfo adrian adriana agustin agustina aida aide alan alba albert
alberto aldo alejandra alejandrina alejandro alexa alexander alexis alfonso alfredo alicia alma alonso alvaro amado
amalia amanda amelia america amparo ana anabel anahi andrea andres angel angela angeles angelica angelina anselmo
antonia antonio araceli aracely ariadna ariana ariel armando arnulfo arturo aurelia aurelio aurora axel azucena
bartolome beatriz benita benito benjamin bernabe bernardo berta bertha betzabe blanca brandon brenda brian bruno
camila candelaria carina carla carlos carlota carmela carmen carolina catalina cecilia cecilio celia cesar christian
cinthia cipriano citlali clara claudia claudio clemente concepcion consuelo cristian cristina cristobal cruz
cuauhtemoc cynthia dalia damian daniel daniela dante dario david debora delfina delia denise diana diego dolores
domingo dora dulce edgar edith edmundo eduardo efrain elba eleazar elena elia elias elisa elizabeth eloisa eloy elsa
elvia elvira emilia emiliano emilio emma emmanuel enrique epifanio erasmo erica erick ericka erika ernestina ernesto
esmeralda esperanza esteban estefania estela esther eugenia eugenio eulalia eusebio eva evangelina evelyn fabian
fabiola fatima federico felicitas felipe felix fermin fernanda fernando fidel filiberto flavio florencia florencio
fortino francisca francisco gabriel gabriela gael genaro genoveva georgina gerardo german gilberto gisela gloria
gonzalo graciela gregoria gregorio griselda guadalupe guillermina guillermo gustavo hector heriberto herlinda
hermelinda hilario hilda homero horacio hortensia hugo humberto ian ignacio iliana imelda ines inocencio irene iris
irma isaac isabel isaias isela isidro ismael israel itzel ivan ivonne jacinto jacobo jacqueline jaime janet jannet
javier jazmin jessica jesus jimena joaquin joel johana jonathan jorge jose josefa josefina josue juan juana juanita
judith julia julian juliana julieta julio justino karen karina karla katia kevin laura lazaro leobardo leonardo leonel
leonor leopoldo leticia lidia lilia liliana lizbeth lizeth lorena lorenzo lourdes lucas lucero lucia luciano lucio
luis luisa luz macario magdalena maira manuel manuela marcela marcelino marcelo marco marcos margarita maria mariana
mariano maribel maricela maricruz mario marisol maritza martha martin martina mateo matias matilde mauricio
maximiliano maximino mayra melchor melissa mercedes micaela miguel miranda miriam misael modesto moises monica
monserrat montserrat myriam nadia nancy natalia natividad nayeli nelly nestor nicolas noe noemi nora norberto norma
octavio odilia ofelia olga olivia omar oralia orlando oscar osvaldo oswaldo pablo paloma pamela paola patricia
patricio paula paulina paulino pedro perla petra pilar porfirio primitivo rafael ramiro ramon ramona raquel raul
raymundo rebeca refugio regina reina rene reyna reynaldo ricardo rigoberto rita roberto rocio rodolfo rodrigo rogelio
roman romina rosa rosalba rosalia rosalinda rosalio rosario rosaura roxana ruben rufino ruth sabina sabino salvador
samantha samuel sandra santos sara sarahi saul sebastian selene sergio silverio silvestre silvia simon sofia soledad
sonia susana sylvia tania teodoro teofilo teresa tomas trinidad ulises uriel valentin valentina valeria vanessa
veronica vicenta vicente victor victoria victoriano violeta virginia virginio viridiana wendy xavier ximena xochitl
yadira yahir yanet yareli yazmin yesenia yolanda yuridia zaira zeferino zenaida zoila
"""

_SURNAMES = """
abarca acevedo acosta aguayo aguilar aguilera aguirre alanis alarcon alcala alcantara alcaraz alfaro almanza alonso
altamirano alvarado alvarez amaya anaya andrade angeles aparicio aquino aragon arana aranda arce arellano arenas
arevalo arias armenta arredondo arreola arriaga arroyo arteaga avalos avila ayala baez balderas banuelos barajas
barragan barrera barrientos barrios barron bautista becerra beltran benavides benitez bermudez bernal blanco bolanos
bonilla borja botello bravo briones briseno buendia bueno burgos bustamante bustos caballero cabrera cadena calderon
camacho camarena camargo campos canales cano cantu cardenas cardona cardoso carmona carranza carrasco carreon carrera
carrillo carrion castaneda castellanos castillo castro cavazos cazares ceballos centeno cerda cerna ceron cervantes
cervera cespedes chavarria chavez chavira cisneros contreras cordero cordoba cordova corona coronado coronel corral
corrales correa cortes cortez covarrubias cruz cuellar cuevas davila delacruz delgado diaz dominguez duarte duenas
duran elizondo enriquez escalante escamilla escobar escobedo escudero esparza espino espinosa espinoza esquivel
esteban estrada fajardo farias felix fernandez ferrer fierro figueroa flores fonseca fragoso franco fuentes galicia
galindo gallardo gallegos galvan galvez gamboa gamez gaona garay garcia garduno garibay garza gaspar gaytan godinez
godoy gomez gonzales gonzalez granados guajardo guerra guerrero guevara guillen gutierrez guzman haro heredia
hernandez herrera hidalgo hinojosa huerta hurtado ibarra iglesias islas jaime jaimes jaramillo jasso jimenez juarez
jurado lagunas lara lazcano leal ledesma leija lemus leon leyva licea limon linares lira llamas loera lomeli longoria
lopez lozano lucero lucio lugo luna macias maldonado manriquez manzano marin marquez marroquin martinez mata mateos
maya medina medrano mejia melendez melgarejo mena menchaca mendez mendoza mercado merino mesa meza mireles molina
monroy montalvo montano montenegro montero montes montiel montoya mora morales moran moreno mosqueda moya munguia
muniz munoz murillo najera naranjo narvaez nava navarrete navarro negrete nieto nino noriega nunez ocampo ocana ochoa
ojeda olguin olivares olivas olivera olmos olvera ontiveros ordaz ordonez orozco orta ortega ortiz osorio otero oviedo
pacheco padilla palacios palma palomares palomino pantoja paredes parra patino paz pedraza pedroza pena perales
peralta perea perez pichardo pineda pinto pizarro plascencia ponce portillo prado preciado prieto puente puga pulido
quezada quintana quintanilla quintero quiroga quiroz ramirez ramos rangel rascon rebollar rendon renteria resendiz
reyes reyna reynoso ricardo rico rincon rios rivas rivera robledo robles rocha rodarte rodriguez rojas roldan roman
romero romo rosales rosas rubio ruelas ruiz ruvalcaba saavedra saenz salas salazar salcedo saldana saldivar salgado
salinas salmeron sanchez sandoval santana santiago santillan santos sauceda saucedo segovia segura sepulveda serna
serrano serrato sierra silva solano solis solorio soriano sosa sotelo soto suarez tamayo tapia tejeda tellez tello
tena tenorio tinoco toledo torres tovar trejo trevino trujillo urbina urias uribe valadez valdes valdez valdivia
valencia valenzuela valle vallejo valles varela vargas vasquez vazquez vega vela velarde velasco velazquez velez
venegas ventura vera verdugo vergara vidal villa villagomez villalobos villalpando villanueva villarreal villasenor
villegas villela yanez zamarripa zambrano zamora zapata zaragoza zarate zavala zepeda zermeno zuniga
"""

# A name with one of these is an office, a place, a street, a school, a company or a programme.
_NOT_PEOPLE = """
ac academia acciones administracion aeropuerto agencia agosto alameda alcaldia alianza andador apoyo apoyos archivo
area asociacion auditoria autonoma autonomo av avenida ayuntamiento bachilleres banco barrio base biblioteca
bibliotecas blvd boulevard calle callejon calzada camara camino campus capital carretera casa catedral cbtis cecati
cendi central centro cerrada cerro chedraui circuito ciudad civil clinica club cmdte cnel col colegio colonia
comercial comercializadora comision comite compania comunidad conalep concejo congreso consejo consorcio
construcciones constructora contraloria cooperativa coordinacion coordinador corporativo cultura cv defensoria
delegacion departamento dependencia desarrollo despacho diciembre dif direccion directorio distribuidora distrito
doctor edificio educacion ejercito ejidal ejido empresa enero entidad escuela estacion estadio estado estatal estudio
febrero federacion federal ferrocarril fideicomiso fideicomisos finanzas fiscalia fomento fondo fraccion
fraccionamiento fuente fundacion garantia general gobierno gral grupo guarderia hacienda hospital hotel iglesia imss
industrial industrias informacion infraestructura instituto internacional investigacion isla issste jardin jefatura
jueves junio junta juzgado kinder laboratorio laguna ley libramiento licencia lienzo lineamientos localidad logistica
lomas lunes martes marzo mayo mercado mexicana mexicano mexico miercoles ministerio monumento municipal municipio
museo nacional norte noviembre obra obras octubre oficialia oficina operadora organismo organo oriente palacio panteon
parque partido pasaje paseo patronato plan planta plantel plaza poblado poder policia politecnico poniente prepa
preparatoria presa presidencia presidente primaria privada procuraduria productos profr programa promotora proveedora
proyecto publica publicas publico pueblo puerto rancheria rancho regional registro republica residencial retorno rio
sa sabado salud san sanatorio santa santo sapi sas sc secretaria sector secundaria seguridad seguro senado septiembre
servicio servicios sindicato sistema sistemas social sociedad spr srl subdireccion subprocuraduria subsecretaria
sucursal superior supervision supremo sur tecnica tecnologica tecnologico telesecundaria terminal tesoreria torre
trabajo transparencia transportes tribunal trust unam unidad union universidad universitario urbana urbano valle
vialidad vicefiscalia viernes villa villas vivienda zona
"""

# Municipalities, streets and schools are called so more often than anybody who asks for information.
_HONOURED = """
alvaro obregon|angel albino corzo|aquiles serdan|amado nervo|baja california|belisario dominguez|benito juarez
carmen|carrillo puerto|cristobal colon|cuauhtemoc|dolores hidalgo|emiliano zapata|felipe angeles
felipe carrillo puerto|francisco i madero|francisco javier mina|francisco leon|francisco sarabia|francisco villa
garza garcia|gomez farias|gomez palacio|guadalupe|guadalupe victoria|guerrero|gustavo a madero|gustavo diaz ordaz
heliodoro castillo|hermenegildo galeana|hidalgo|ignacio aldama|ignacio allende|ignacio de la llave
ignacio manuel altamirano|ignacio ramirez|ignacio zaragoza|isidro fabela|jaime nuno|jesus carranza|jesus garcia
jesus maria|jose azueta|jose joaquin de herrera|jose maria morelos|jose maria morelos y pavon|jose maria pino suarez
jose vasconcelos|josefa ortiz de dominguez|juan aldama|juan c bonilla|juan de la barrera|juan escutia|juan galindo
juan n mendez|juan r escudero|juan rodriguez clara|juarez|justo sierra|lazaro cardenas|leon|leona vicario|leonardo bravo
los reyes|luis moya|magdalena|manuel doblado|manuel m dieguez|mariano abasolo|mariano azuela|mariano escobedo
mariano matamoros|martinez de la torre|melchor ocampo|mier y noriega|miguel aleman|miguel aleman valdes|miguel auza
miguel hidalgo|miguel hidalgo y costilla|mixquiahuala de juarez|morelos|moises saenz|netzahualcoyotl|nezahualcoyotl
nicolas bravo|nicolas romero|ocampo|octavio paz|othon p blanco|oaxaca de juarez|pedro ascencio alquisiras
pedro escobedo|pedro maria anaya|pedro moreno|pino suarez|plutarco elias calles|porfirio diaz|quintana roo
rafael delgado|rafael lucio|rafael ramirez|ramos arizpe|ramon lopez velarde|ricardo flores magon|rosa de castilla
rosario|sabinas hidalgo|salvador alvarado|salvador diaz miron|santiago|simon bolivar|soledad de graciano sanchez
sor juana ines de la cruz|tepatitlan de morelos|trinidad garcia de la cadena|ursulo galvan|valentin gomez farias
valle de bravo|valle de santiago|venustiano carranza|vicente guerrero|vicente lombardo toledano|vicente suarez
victoria|villa de reyes|zaragoza
"""

PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "di", "von", "van", "mc", "mac"})
GIVEN = frozenset(_GIVEN.split())
SURNAMES = frozenset(_SURNAMES.split())
NOT_PEOPLE = frozenset(_NOT_PEOPLE.split())
HONOURED = frozenset(name for line in _HONOURED.split("\n") for name in line.split("|") if name)
