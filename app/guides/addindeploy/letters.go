package addindeploy

import (
	"cmp"
	"slices"
	"strings"

	"handrail/app/addin/manifest"
	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/letter"
)

// words are the texts to people in one language. {{name}} is the add-in. The names of Outlook’s own buttons are in
// English in each: Handrail does not know what an Outlook in another language shows.
type words struct {
	unnamed                              string // stands for an add-in without a name
	subject, leftOut                     string
	removed, meetings, update            string
	starts, yourself, optional, fixed    string
	where, off, labels                   string
	singles, provider, passwords, phones string
	help                                 string
	places                               []string // by client, in the order of clients; nil: as there
}

// speeches are the texts by language.
var speeches = map[string]words{
	letter.English: {
		unnamed: "the add-in",
		subject: "{{name}} in Outlook",
		leftOut: "{{name}} comes to Outlook for your colleagues. You do not get it yet. " +
			"You do not need to do anything: we tell you when that changes.",
		removed:  "From tomorrow, {{name}} is no longer in Outlook.",
		meetings: "Meetings that you have already scheduled stay as they are. Their links continue to work.",
		update:   "There is a new version of {{name}} in Outlook. You do not need to do anything.",
		starts:   "From tomorrow, you can add meetings with {{name}}.",
		yourself: "Add it yourself, once: in Outlook, select Home > Get Add-ins > Admin-managed, and add it.",
		optional: "Outlook adds it automatically. Do not remove it: at present, only we can add it back.",
		fixed:    "Outlook adds it automatically. You do not need to install anything.",
		where:    "Where to find it in a new calendar event:", off: "not available",
		singles:   "The first time, it signs you in with your work account.",
		provider:  "The first time, it asks you to sign in to the provider.",
		passwords: "You set passwords, waiting rooms and recordings on the provider’s website, not in Outlook.",
		phones:    "On phones, it replaces the Teams switch. Use the Teams app there to schedule Teams meetings.",
		help:      "If you do not see it after 3 days, tell us which version of Outlook you use.",
	},
	letter.German: {
		unnamed: "Add-in",
		subject: "{{name}} in Outlook",
		leftOut: "{{name}} kommt für Ihre Kolleginnen und Kollegen in Outlook. Sie erhalten es noch nicht. " +
			"Sie müssen nichts tun: Wir sagen Ihnen, wenn sich das ändert.",
		removed:  "Ab morgen ist {{name}} nicht mehr in Outlook.",
		meetings: "Besprechungen, die Sie bereits geplant haben, bleiben, wie sie sind. Ihre Links funktionieren weiter.",
		update:   "Es gibt eine neue Version von {{name}} in Outlook. Sie müssen nichts tun.",
		starts:   "Ab morgen können Sie Besprechungen mit {{name}} hinzufügen.",
		yourself: "Fügen Sie es einmal selbst hinzu: in Outlook unter Home > Get Add-ins > Admin-managed.",
		optional: "Outlook fügt es automatisch hinzu. Entfernen Sie es nicht: Derzeit können nur wir es wieder hinzufügen.",
		fixed:    "Outlook fügt es automatisch hinzu. Sie müssen nichts installieren.",
		where:    "Sie finden es in einem neuen Kalendertermin:", off: "nicht verfügbar",
		labels: "Namen von Schaltflächen stehen hier so, wie Outlook sie auf Englisch zeigt.",
		places: []string{"„Apps“ in der Zeile über dem Text", "„Apps“ im Menüband des neuen Termins",
			"die Registerkarte „Appointment“ oder „Meeting“", "die drei Punkte des neuen Termins",
			"der Schalter für Onlinebesprechungen im neuen Termin"},
		singles:  "Beim ersten Mal meldet es Sie mit Ihrem Geschäftskonto an.",
		provider: "Beim ersten Mal fordert es Sie auf, sich beim Anbieter anzumelden.",
		passwords: "Kennwörter, Warteräume und Aufzeichnungen stellen Sie auf der Website des Anbieters ein, nicht in " +
			"Outlook.",
		phones: "Auf Telefonen ersetzt es den Teams-Schalter. Planen Sie Teams-Besprechungen dort in der Teams-App.",
		help:   "Wenn Sie es nach 3 Tagen nicht sehen, sagen Sie uns, welche Version von Outlook Sie verwenden.",
	},
	letter.French: {
		unnamed: "l’add-in",
		subject: "{{name}} dans Outlook",
		leftOut: "{{name}} arrive dans Outlook pour vos collègues. Vous ne l’avez pas encore. " +
			"Vous n’avez rien à faire : nous vous préviendrons quand cela changera.",
		removed:  "À partir de demain, {{name}} n’est plus dans Outlook.",
		meetings: "Les réunions que vous avez déjà planifiées ne changent pas. Leurs liens restent valables.",
		update:   "Il y a une nouvelle version de {{name}} dans Outlook. Vous n’avez rien à faire.",
		starts:   "À partir de demain, vous pouvez ajouter des réunions avec {{name}}.",
		yourself: "Ajoutez-le vous-même une fois : dans Outlook, sous Home > Get Add-ins > Admin-managed.",
		optional: "Outlook l’ajoute automatiquement. Ne le supprimez pas : pour le moment, nous seuls pouvons le remettre.",
		fixed:    "Outlook l’ajoute automatiquement. Vous n’avez rien à installer.",
		where:    "Où le trouver dans un nouvel événement du calendrier :", off: "non disponible",
		labels: "Les noms des boutons sont donnés ici tels qu’Outlook les affiche en anglais.",
		places: []string{"« Apps » dans la ligne au-dessus du texte", "« Apps » dans le ruban du nouvel événement",
			"l’onglet « Appointment » ou « Meeting »", "les trois points du nouvel événement",
			"le commutateur des réunions en ligne dans le nouvel événement"},
		singles:   "La première fois, il vous connecte avec votre compte professionnel.",
		provider:  "La première fois, il vous demande de vous connecter au fournisseur.",
		passwords: "Les mots de passe, salles d’attente et enregistrements se règlent sur le site du fournisseur.",
		phones: "Sur les téléphones, il remplace le commutateur Teams. Utilisez-y l’application Teams pour planifier des " +
			"réunions Teams.",
		help: "Si vous ne le voyez pas après 3 jours, dites-nous quelle version d’Outlook vous utilisez.",
	},
}

// paragraphs returns the message to people in a language.
func paragraphs(v *guide.Visit, t target, language string) []string {
	w := speeches[language]
	switch v.Answer(askAim) {
	case "remove", "off":
		return []string{w.removed, w.meetings}
	case "update":
		return []string{w.update}
	}
	how := map[string]string{"available": w.yourself, "optional": w.optional}[v.Answer(askMethod)]
	all := []string{w.starts, cmp.Or(how, w.fixed), w.whereToFind(t)}
	last := []string{map[bool]string{true: w.singles, false: w.provider}[t.product == manifest.ZoomSSO.ID]}
	if t.meetings() {
		last = append(last, w.passwords)
		if v.Answer(askPhones) != "no" {
			last = append(last, w.phones)
		}
	}
	all = append(all, strings.Join(last, "\n"))
	if w.labels != "" {
		all = append(all, w.labels)
	}
	return append(all, w.help)
}

// whereToFind returns where the add-in is in each Outlook.
func (w words) whereToFind(t target) string {
	lines := []string{w.where}
	for i, c := range clients {
		where := c.where
		if w.places != nil {
			where = w.places[i]
		}
		if c.name == "Outlook for Mac" && t.manifest != nil && !t.manifest.OnMac() {
			where = w.off
		}
		lines = append(lines, "- "+c.name+": "+where+".")
	}
	return strings.Join(lines, "\n")
}

// name puts the name of the add-in into a text.
func (w words) name(t target, text string) string {
	return strings.ReplaceAll(text, "{{name}}", cmp.Or(t.name, w.unnamed))
}

// message returns the message to people in English.
func message(v *guide.Visit, t target) string {
	return speeches[letter.English].name(t, strings.Join(paragraphs(v, t, letter.English), "\n\n")+"\n")
}

// letters returns what makes the letter to a person in their language: that they get the add-in, or that they do not.
// There is none where that is not known, and none to those who do not have what is removed, turned off or replaced.
func letters(v *guide.Visit, t target) func(p *affected.Person) (letter.Letter, bool) {
	said := map[string][]string{}
	for _, language := range letter.Languages() {
		said[language] = paragraphs(v, t, language)
	}
	comes := !slices.Contains([]string{"remove", "off", "update"}, v.Answer(askAim))
	return func(p *affected.Person) (letter.Letter, bool) {
		language := letter.LanguageOf(p.Language)
		w, text := speeches[language], said[language]
		if p.Must == affected.Yes {
			text = []string{w.leftOut}
		}
		return letter.Letter{Name: p.Label(), Mail: p.Mail, Language: language, Kind: fates[p.Fate].Code,
				Subject: w.name(t, w.subject), Text: w.name(t, letter.Greet(language, p.Label(), text...))},
			p.Must == affected.No || p.Must == affected.Yes && comes
	}
}
