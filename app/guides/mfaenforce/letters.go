package mfaenforce

import (
	"handrail/app/affected"
	"handrail/app/identity/mfa"
	"handrail/app/letter"
)

// paper is what a letter says in one language.
type paper struct{ subject, text string }

// letterTexts are the letters by outcome and language, without the greeting.
var letterTexts = map[string]map[string]paper{
	mfa.LockedOut.Code(): {
		letter.English: {"You need our help before your sign-in changes",
			"Soon Microsoft also asks you to verify your sign-in. You have no method for that, and you cannot set one up " +
				"alone. Call us, so that we can help you."},
		letter.German: {"Sie brauchen unsere Hilfe, bevor sich Ihre Anmeldung ändert",
			"Bald verlangt Microsoft zusätzlich, dass Sie Ihre Anmeldung bestätigen. Dafür haben Sie keine Methode, und " +
				"Sie können allein keine einrichten. Rufen Sie uns an, damit wir Ihnen helfen können."},
		letter.French: {"Vous avez besoin de notre aide avant que votre connexion change",
			"Bientôt, Microsoft vous demandera aussi de confirmer votre connexion. Vous n’avez aucune méthode pour cela " +
				"et vous ne pouvez pas en configurer une sans aide. Appelez-nous pour que nous puissions vous aider."},
	},
	mfa.MustRegister.Code(): register,
	mfa.WillBeAsked.Code():  register,
	mfa.AlreadyBroken.Code(): {
		letter.English: {"Set up a sign-in method",
			"At the moment, you have no sign-in method that works. Set one up. It takes about four minutes:" +
				setUp[letter.English]},
		letter.German: {"Richten Sie eine Anmeldemethode ein",
			"Zurzeit haben Sie keine Anmeldemethode, die funktioniert. Richten Sie eine ein. Das dauert etwa vier Minuten:" +
				setUp[letter.German]},
		letter.French: {"Configurez une méthode de connexion",
			"Pour le moment, vous n’avez aucune méthode de connexion qui fonctionne. Configurez-en une. Cela prend " +
				"environ quatre minutes :" + setUp[letter.French]},
	},
	mfa.NotKnown.Code(): {
		letter.English: {"Check your sign-in methods",
			"Soon Microsoft may also ask you to verify your sign-in. Open https://aka.ms/mfasetup and check that you have " +
				"set up a method. If you cannot, ask us."},
		letter.German: {"Prüfen Sie Ihre Anmeldemethoden",
			"Vielleicht verlangt Microsoft bald zusätzlich, dass Sie Ihre Anmeldung bestätigen. Öffnen Sie " +
				"https://aka.ms/mfasetup und prüfen Sie, ob Sie eine Methode eingerichtet haben. Wenn das nicht gelingt, " +
				"fragen Sie uns."},
		letter.French: {"Vérifiez vos méthodes de connexion",
			"Bientôt, Microsoft vous demandera peut-être aussi de confirmer votre connexion. Ouvrez " +
				"https://aka.ms/mfasetup et vérifiez que vous avez configuré une méthode. En cas de difficulté, " +
				"demandez-nous de l’aide."},
	},
}

// register are the letters to those who must set up a method.
var register = map[string]paper{
	letter.English: {"Set up a sign-in method",
		"Soon Microsoft also asks you to verify your sign-in. Set up a method before that. It takes about four minutes. " +
			"Have your phone ready:" + setUp[letter.English]},
	letter.German: {"Richten Sie eine Anmeldemethode ein",
		"Bald verlangt Microsoft zusätzlich, dass Sie Ihre Anmeldung bestätigen. Richten Sie vorher eine Methode ein. " +
			"Das dauert etwa vier Minuten. Halten Sie Ihr Telefon bereit:" + setUp[letter.German]},
	letter.French: {"Configurez une méthode de connexion",
		"Bientôt, Microsoft vous demandera aussi de confirmer votre connexion. Configurez une méthode avant cela. Cela " +
			"prend environ quatre minutes. Gardez votre mobile à portée de main :" + setUp[letter.French]},
}

// setUp is how a person sets up a method.
var setUp = map[string]string{
	letter.English: "\n1. Open https://aka.ms/mfasetup\n2. Select “Add sign-in method”.\n" +
		"3. Choose a passkey or Microsoft Authenticator, and follow the instructions.\n\n" +
		"If you need help, ask us before you leave work.",
	letter.German: "\n1. Öffnen Sie https://aka.ms/mfasetup\n2. Wählen Sie „Anmeldemethode hinzufügen“.\n" +
		"3. Wählen Sie einen Passkey oder Microsoft Authenticator und folgen Sie den Anweisungen.\n\n" +
		"Wenn Sie Hilfe brauchen, fragen Sie uns, solange Sie bei der Arbeit sind.",
	letter.French: "\n1. Ouvrez https://aka.ms/mfasetup\n2. Sélectionnez « Ajouter une méthode de connexion ».\n" +
		"3. Choisissez une clé d’accès ou Microsoft Authenticator et suivez les instructions.\n\n" +
		"Si vous avez besoin d’aide, demandez-nous avant de quitter le travail.",
}

// letterTo returns the letter to a person with an outcome, in their language; false where there is nothing to write.
func letterTo(p *affected.Person, outcome string) (letter.Letter, bool) {
	language := letter.LanguageOf(p.Language)
	say, ok := letterTexts[outcome][language]
	return letter.Letter{Name: p.Label(), Mail: p.Mail, Language: language, Kind: outcome, Subject: say.subject,
		Text: letter.Greet(language, p.Label(), say.text)}, ok
}
