"""Words for the judge of names: given names, surnames, and what shows that a name is not a person's, unaccented.

Lists of our own, of what is common in Mexico; they are short on purpose, since a name is recognised by one given name
and one surname among its words.
"""

from __future__ import annotations

_GIVEN = """
abel abigail abraham abril adalberto adan adela adelina adolfina adolfo adrian adriana agustin agustina aida aide alan
alba albert alberto aldo alejandra alejandrina alejandro alexa alexander alexis alfonso alfredo alicia alma alonso
alvaro amado amairani amalia amanda amelia america amparo ana anabel anahi andrea andres angel angela angeles angelica
angelina anselmo antonia antonio araceli aracely ariadna ariana ariel armando arnulfo arturo aurelia aurelio aurora
axel azucena bartolome beatriz benita benito benjamin bernabe bernardo berta bertha betzabe blanca brandon brayan
brenda brian bruno camila candelaria carina carla carlos carlota carmela carmen carolina catalina cecilia cecilio
celia celso cesar christian cinthia cipriano ciro citlali clara claudia claudio clemente clementina concepcion
consuelo cornelio cristian cristina cristobal cruz cuauhtemoc cynthia dalia damaris damian daniel daniela danna dante
dario david debora delfina delia denise diana diego dolores domingo dora dulce edgar edith edmundo edson eduardo
efrain elba eleazar elena elia elias elisa elizabeth eloisa eloy elsa elvia elvira emilia emiliano emilio emma
emmanuel enrique epifanio erasmo erica erick ericka erika ernestina ernesto esmeralda esperanza esteban estefania
estefany estela esther eugenia eugenio eulalia eusebio eva evangelina evaristo evelyn ezequiel fabian fabiola fabricio
facundo fatima federico felicitas felipe felix fermin fernanda fernando fidel filiberto flavio florencia florencio
fortino francisca francisco gabriel gabriela gael genaro genoveva georgina gerardo german gilberto gisela gloria
gonzalo graciela gregoria gregorio griselda guadalupe guillermina guillermo gustavo hector heidi heriberto herlinda
hermelinda hernan hilario hilda homero horacio hortensia hugo humberto ian ignacio iker iliana imelda ines inocencio
irene iris irma isaac isabel isaias isela isidro ismael israel itzel ivan ivette ivonne jacinto jacobo jacqueline
jaime janet jannet javier jazmin jessica jesus jimena joaquin joel johana jonathan jorge jorgina jose josefa josefina
josue juan juana juanita judith julia julian juliana julieta julio julissa justino karen karina karla katia kenia
kevin laura lazaro leobardo leonardo leonel leonor leopoldo leticia libertad lidia lilia lilian liliana lizbeth lizeth
lorena lorenzo lourdes lucas lucero lucia luciano lucio luis luisa luz macario magdalena maira manuel manuela marcela
marcelino marcelo marco marcos margarita maria mariana mariano maribel maricela maricruz mario marisol maritza marlene
martha martin martina mateo matias matilde mauricio maximiliano maximino mayra melchor melissa mercedes micaela miguel
miranda miriam misael modesto moises monica monserrat montserrat myriam nadia nahum nancy naomi natalia natividad
nayeli nelly nestor nicolas noe noel noemi nora norberto norma obed octavio odette odilia ofelia olga olivia omar
oralia orlando oscar osvaldo oswaldo otilia pablo paloma pamela paola patricia patricio paula paulina paulino pedro
perla petra pilar porfirio primitivo rafael ramiro ramon ramona raquel raul raymundo rebeca refugio regina regino
reina renata rene reyna reynaldo ricarda ricardo rigoberto rita roberto rocio rodolfo rodrigo rogelio roman romina
rosa rosalba rosalia rosalinda rosalio rosario rosaura rosendo roxana ruben rufino ruth sabina sabino salvador
samantha samuel sandra santiago santos sara sarahi saray saul sebastian selene sergio silverio silvestre silvia simon
sofia soledad sonia susana sylvia tania teodoro teofilo teresa tiburcio tomas trinidad ulises urbano uriel valentin
valentina valeria vanessa veronica vicenta vicente victor victoria victoriano violeta virginia virginio viridiana
vladimir wendy wilfrido xavier ximena xochitl yadira yahir yanet yareli yaretzi yazmin yesenia yolanda yuridia zaira
zeferino zenaida zoila
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
abarrotes ac academia acciones acta acuerdo administracion aeropuerto agencia agosto agua alameda alcaldia alianza
andador apoyo apoyos archivo area arquitectos arquitectura asesores asociacion auditoria automotriz autonoma autonomo
autos av avenida ayuntamiento bachilleres banco barrio base beca becas biblioteca bibliotecas blvd boulevard bufete
calle callejon calzada camara camino campus capilla capital capitan carniceria carretera casa catedral cbtis cecati
cendi central centro cerrada cerro chedraui circuito ciudad civil clinica clinico club cmdte cnel codigo col colegio
colonia comercial comercializadora comision comite compania comunidad comunitaria comunitario conalep concejo concurso
congreso consejo consorcio construcciones constructora consultores contraloria contrato convenio cooperativa
coordinacion coordinador copa corporativo cultura curso cv decreto defensoria delegacion dental departamento
dependencia desarrollo despacho diciembre dif direccion directorio distribuidora distrito doctor drenaje edificio
editorial educacion ejercito ejidal ejido empresa enero entidad escuela estacion estadio estado estatal estetica
estudio farmacia farmacias febrero federacion federal feria ferreteria ferrocarril festival fideicomiso fideicomisos
finanzas fiscalia fomento fondo fraccion fraccionamiento fuente fundacion funeraria garantia gasolinera gasolineria
general gobierno gral grupo guarderia hacienda heroica heroico hospital hotel iglesia imprenta imss industrial
industrias informacion informe infraestructura ingenieria inmobiliaria instituto internacional investigacion isla
issste jardin jefatura jueves junio junta juzgado kinder laboratorio laboratorios laguna lavanderia ley libramiento
licencia lienzo lineamientos localidad logistica lomas lunes martes marzo materiales mayo medica medico mercado
mexicana mexicano mexico miercoles ministerio monumento muebles municipal municipio museo nacional norte notaria
noviembre obra obras octubre oficialia oficina operadora organismo organo oriente palacio panaderia panteon papeleria
parque parroquia partido pasaje paseo patronato plan planta plantel plaza poblado poder policia politecnico poniente
premio prepa preparatoria presa presidencia presidente primaria privada procuraduria productos profr programa
promotora proveedora proyecto publica publicas publico pueblo puerto purificadora rancheria rancho refaccionaria
regional registro reglamento republica residencial restaurante retorno rio sa sabado salon salud san sanatorio santa
santo sapi sas sc secretaria sector secundaria seguridad seguro senado septiembre servicio servicios sesion sindicato
sistema sistemas social sociedad soluciones spr srl subdireccion subprocuraduria subsecretaria sucursal superior
supervision supremo sur taller taqueria tecnica tecnologica tecnologico telesecundaria templo terminal tesoreria
tienda torneo torre tortilleria trabajo transparencia transportes transportistas tribunal trust unam unidad union
universidad universitario urbana urbano valle vialidad vicefiscalia viernes villa villas vivienda zona
"""

# Municipalities, streets and schools are called so more often than anybody who asks for information.
_HONOURED = """
adolfo lopez mateos|adolfo ruiz cortines|alfonso reyes|alvaro obregon|amado nervo|angel albino corzo|angel r cabada
antonio escobedo|aquiles serdan|baja california|belisario dominguez|benito juarez|camerino z mendoza
capitan luis angel vidal|carlos a carrillo|carlos salinas de gortari|carmen|carrillo puerto|cristobal colon|cuauhtemoc
david alfaro siqueiros|diego rivera|dolores hidalgo|eduardo neri|emiliano zapata|ezequiel montes|felipe angeles
felipe carrillo puerto|francisco i madero|francisco javier mina|francisco leon|francisco r murguia|francisco sarabia
francisco villa|francisco z mena|frida kahlo|gabriel zamora|gabriela mistral|garza garcia|genaro codina|gomez farias
gomez palacio|guadalupe|guadalupe victoria|guerrero|guillermo prieto|gustavo a madero|gustavo diaz ordaz
heliodoro castillo|hermanos serdan|hermenegildo galeana|hidalgo|ignacio aldama|ignacio allende|ignacio de la llave
ignacio lopez rayon|ignacio manuel altamirano|ignacio ramirez|ignacio zaragoza|isidro fabela|jaime nuno
jaime torres bodet|jesus carranza|jesus garcia|jesus gonzalez ortega|jesus maria|jesus reyes heroles|jose azueta
jose clemente orozco|jose joaquin de herrera|jose lopez portillo|jose maria morelos|jose maria morelos y pavon
jose maria pino suarez|jose mariano jimenez|jose sixto verduzco|jose vasconcelos|josefa ortiz de dominguez|juan aldama
juan alvarez|juan c bonilla|juan de la barrera|juan escutia|juan galindo|juan n mendez|juan r escudero
juan rodriguez clara|juan rulfo|juarez|justo sierra|lazaro cardenas|leon|leona vicario|leonardo bravo|los reyes
luis angel vidal|luis donaldo colosio|luis echeverria alvarez|luis moya|magdalena|manlio fabio altamirano
manuel avila camacho|manuel doblado|manuel jose othon|manuel m dieguez|marcos castellanos|mariano abasolo
mariano azuela|mariano escobedo|mariano jimenez|mariano matamoros|martinez de la torre|matias romero avendano
melchor ocampo|mier y noriega|miguel aleman|miguel aleman valdes|miguel auza|miguel hidalgo|miguel hidalgo y costilla
miguel ramos arizpe|mixquiahuala de juarez|moises saenz|morelos|netzahualcoyotl|nezahualcoyotl|nicolas bravo
nicolas romero|oaxaca de juarez|ocampo|octavio paz|othon p blanco|pascual ortiz rubio|pedro ascencio alquisiras
pedro escobedo|pedro maria anaya|pedro moreno|pino suarez|plutarco elias calles|porfirio diaz|praxedis g guerrero
quintana roo|rafael delgado|rafael lara grajales|rafael lucio|rafael ramirez|ramon lopez velarde|ramos arizpe
ricardo flores magon|rosa de castilla|rosario|rosario castellanos|sabinas hidalgo|salvador alvarado
salvador diaz miron|santiago|santos degollado|sebastian lerdo de tejada|simon bolivar|soledad de graciano sanchez
sor juana|sor juana ines de la cruz|tepatitlan de morelos|trinidad garcia de la cadena|ursulo galvan
valentin gomez farias|valle de bravo|valle de santiago|venustiano carranza|vicente guerrero|vicente lombardo toledano
vicente suarez|victoria|villa de reyes|zaragoza
"""

PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "di", "von", "van", "mc", "mac"})
GIVEN = frozenset(_GIVEN.split())
SURNAMES = frozenset(_SURNAMES.split())
NOT_PEOPLE = frozenset(_NOT_PEOPLE.split())
HONOURED = frozenset(name for line in _HONOURED.split("\n") for name in line.split("|") if name)
