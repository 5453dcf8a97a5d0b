package mfamethods

import (
	"strconv"
	"strings"
	"time"

	"handrail/app/identity/mfa"
)

// emailTemplate is an email for one outcome in one language. fill replaces {{name}} and
// {{day}}.
type emailTemplate struct{ subject, text string }

// languages are the languages of the emails.
var languages = []string{"en", "de", "fr"}

// letterFor returns the email for an outcome; ok is false if none is needed.
func letterFor(o mfa.Outcome, language string) (emailTemplate, bool) {
	l, ok := letters[kindOf(o)][language]
	return l, ok
}

// kindOf returns the key of the email for an outcome, or "" if none is needed.
func kindOf(o mfa.Outcome) string {
	switch o.Worst() {
	case mfa.LockedOut:
		return "locked"
	case mfa.MustRegister, mfa.AlreadyBroken, mfa.WillBeAsked:
		return "register"
	case mfa.CallInstead:
		return "call"
	case mfa.AskedDifferently, mfa.LosesTextSignIn:
		return "other"
	case mfa.LosesReset:
		return "reset"
	}
	return ""
}

// languageOf returns the email language for a preferred language, "en" by default.
func languageOf(preferred string) string {
	for _, l := range languages {
		if strings.HasPrefix(strings.ToLower(preferred), l) {
			return l
		}
	}
	return "en"
}

// texts is what every text contains: the day, and the administrator's own text.
type texts struct{ on, own string }

// of returns the email for t, in their language.
func (s texts) of(t recipient) (subject, text string) {
	l, _ := letterFor(t.outcome, t.language)
	day := dayIn(t.language, s.on)
	text = fill(l.text, t.name, day)
	if s.own != "" {
		text = strings.TrimRight(text, "\n") + "\n\n" + s.own + "\n"
	}
	return fill(l.subject, t.name, day), text
}

// months are the names of the months in the languages other than English.
var months = map[string][12]string{
	"de": {"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"},
}

// dayIn returns a day such as 2026-12-08 as it is written in a language. It returns
// any other text unchanged.
func dayIn(language, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	names, ok := months[language]
	if !ok {
		return at.Format("2 January 2006")
	}
	number := strconv.Itoa(at.Day())
	switch {
	case language == "de":
		number += "."
	case at.Day() == 1:
		number = "1er"
	}
	return number + " " + names[at.Month()-1] + " " + strconv.Itoa(at.Year())
}

// fill replaces {{name}} and {{day}} in a text.
func fill(text, name, day string) string {
	return strings.NewReplacer("{{name}}", name, "{{day}}", day).Replace(text)
}

var letters = map[string]map[string]emailTemplate{
	"register": {
		"en": {"Your sign-in changes on {{day}}", "Hello {{name}},\n\n" +
			"From {{day}}, you can no longer use your phone number to verify your sign-in.\n\n" +
			"Set up a new sign-in method before that day. It takes about four minutes. Have your phone ready:\n" +
			"1. Open https://aka.ms/mfasetup\n" +
			"2. Select “Add sign-in method”.\n" +
			"3. Choose a passkey or Microsoft Authenticator, and follow the instructions.\n\n" +
			"If you do not, you will be asked to set one up when you next sign in after {{day}}.\n"},
		"de": {"Ihre Anmeldung ändert sich am {{day}}", "Guten Tag {{name}},\n\n" +
			"ab dem {{day}} können Sie Ihre Anmeldung nicht mehr mit Ihrer Telefonnummer bestätigen.\n\n" +
			"Richten Sie vorher eine neue Anmeldemethode ein. Das dauert etwa vier Minuten. " +
			"Halten Sie Ihr Telefon bereit:\n" +
			"1. Öffnen Sie https://aka.ms/mfasetup\n" +
			"2. Wählen Sie „Anmeldemethode hinzufügen“.\n" +
			"3. Wählen Sie einen Passkey oder Microsoft Authenticator und folgen Sie den Anweisungen.\n\n" +
			"Andernfalls werden Sie bei der nächsten Anmeldung nach dem {{day}} dazu aufgefordert.\n"},
		"fr": {"Votre connexion change le {{day}}", "Bonjour {{name}},\n\n" +
			"À partir du {{day}}, vous ne pourrez plus confirmer votre connexion avec votre numéro de téléphone.\n\n" +
			"Configurez une nouvelle méthode de connexion avant cette date. Cela prend environ quatre minutes. " +
			"Gardez votre téléphone à portée de main :\n" +
			"1. Ouvrez https://aka.ms/mfasetup\n" +
			"2. Sélectionnez « Ajouter une méthode de connexion ».\n" +
			"3. Choisissez une clé d’accès ou Microsoft Authenticator et suivez les instructions.\n\n" +
			"Sinon, il vous sera demandé de le faire à votre prochaine connexion après le {{day}}.\n"},
	},
	"locked": {
		"en": {"Before {{day}}: set up a new sign-in method", "Hello {{name}},\n\n" +
			"From {{day}}, you can no longer use your phone number to verify your sign-in. " +
			"You need our help to set up a new method.\n\n" +
			"Call us before that day. We give you a Temporary Access Pass: a code that you can use once. Then:\n" +
			"1. Open https://aka.ms/mfasetup and sign in with the code.\n" +
			"2. Select “Add sign-in method”.\n" +
			"3. Choose a passkey or Microsoft Authenticator, and follow the instructions.\n\n" +
			"We never send this code by email.\n"},
		"de": {"Vor dem {{day}}: Richten Sie eine neue Anmeldemethode ein", "Guten Tag {{name}},\n\n" +
			"ab dem {{day}} können Sie Ihre Anmeldung nicht mehr mit Ihrer Telefonnummer bestätigen. " +
			"Für die Einrichtung einer neuen Methode brauchen Sie unsere Hilfe.\n\n" +
			"Rufen Sie uns vorher an. Wir geben Ihnen einen befristeten Zugriffspass: " +
			"einen Code, den Sie einmal verwenden können. Dann:\n" +
			"1. Öffnen Sie https://aka.ms/mfasetup und melden Sie sich mit dem Code an.\n" +
			"2. Wählen Sie „Anmeldemethode hinzufügen“.\n" +
			"3. Wählen Sie einen Passkey oder Microsoft Authenticator und folgen Sie den Anweisungen.\n\n" +
			"Wir senden diesen Code nie per E-Mail.\n"},
		"fr": {"Avant le {{day}} : configurez une nouvelle méthode de connexion", "Bonjour {{name}},\n\n" +
			"À partir du {{day}}, vous ne pourrez plus confirmer votre connexion avec votre numéro de téléphone. " +
			"Vous avez besoin de notre aide pour configurer une nouvelle méthode.\n\n" +
			"Appelez-nous avant cette date. Nous vous donnerons un passe d’accès temporaire : un code à usage " +
			"unique. Ensuite :\n" +
			"1. Ouvrez https://aka.ms/mfasetup et connectez-vous avec le code.\n" +
			"2. Sélectionnez « Ajouter une méthode de connexion ».\n" +
			"3. Choisissez une clé d’accès ou Microsoft Authenticator et suivez les instructions.\n\n" +
			"Nous n’envoyons jamais ce code par e-mail.\n"},
	},
	"call": {
		"en": {"From {{day}}, Microsoft calls you when you sign in", "Hello {{name}},\n\n" +
			"From {{day}}, you no longer get a text message when you sign in. " +
			"Microsoft calls your phone instead. Answer and press the # key.\n\n" +
			"A passkey or Microsoft Authenticator is quicker and safer. Set one up at https://aka.ms/mfasetup\n"},
		"de": {"Ab dem {{day}} ruft Microsoft Sie bei der Anmeldung an", "Guten Tag {{name}},\n\n" +
			"ab dem {{day}} erhalten Sie bei der Anmeldung keine SMS mehr. " +
			"Stattdessen ruft Microsoft Sie an. Nehmen Sie den Anruf an und drücken Sie die Taste #.\n\n" +
			"Ein Passkey oder Microsoft Authenticator ist schneller und sicherer. " +
			"Einrichten: https://aka.ms/mfasetup\n"},
		"fr": {"À partir du {{day}}, Microsoft vous appelle à la connexion", "Bonjour {{name}},\n\n" +
			"À partir du {{day}}, vous ne recevrez plus de SMS lors de la connexion. " +
			"Microsoft vous appellera. Répondez et appuyez sur la touche #.\n\n" +
			"Une clé d’accès ou Microsoft Authenticator offre une connexion plus rapide et plus sûre. " +
			"Configuration : https://aka.ms/mfasetup\n"},
	},
	"other": {
		"en": {"On {{day}} you start to use another sign-in method", "Hello {{name}},\n\n" +
			"From {{day}}, you verify your sign-in with another method that you have already set up. " +
			"You do not need to do anything.\n\n" +
			"You can see and change your sign-in methods at https://aka.ms/mfasetup\n"},
		"de": {"Ab dem {{day}} verwenden Sie eine andere Anmeldemethode", "Guten Tag {{name}},\n\n" +
			"ab dem {{day}} bestätigen Sie Ihre Anmeldung mit einer anderen Methode, die Sie bereits eingerichtet " +
			"haben. " +
			"Sie müssen nichts tun.\n\n" +
			"Ihre Anmeldemethoden sehen und ändern Sie unter https://aka.ms/mfasetup\n"},
		"fr": {"À partir du {{day}}, vous utilisez une autre méthode de connexion", "Bonjour {{name}},\n\n" +
			"À partir du {{day}}, vous confirmerez votre connexion avec une autre méthode que vous avez déjà " +
			"configurée. " +
			"Vous n’avez rien à faire.\n\n" +
			"Vous pouvez consulter et modifier vos méthodes de connexion ici : https://aka.ms/mfasetup\n"},
	},
	"reset": {
		"en": {"Resetting your password from {{day}}", "Hello {{name}},\n\n" +
			"From {{day}}, you can no longer use your phone number to reset a forgotten password. " +
			"Add another method before that day: https://aka.ms/mfasetup\n"},
		"de": {"Kennwort zurücksetzen ab dem {{day}}", "Guten Tag {{name}},\n\n" +
			"ab dem {{day}} können Sie ein vergessenes Kennwort nicht mehr mit Ihrer Telefonnummer zurücksetzen. " +
			"Fügen Sie vorher eine andere Methode hinzu: https://aka.ms/mfasetup\n"},
		"fr": {"Réinitialiser votre mot de passe à partir du {{day}}", "Bonjour {{name}},\n\n" +
			"À partir du {{day}}, vous ne pourrez plus réinitialiser un mot de passe oublié avec votre numéro de " +
			"téléphone. " +
			"Ajoutez une autre méthode avant cette date : https://aka.ms/mfasetup\n"},
	},
}
